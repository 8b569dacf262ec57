package io.cdcvault.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cdcvault.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Show the configuration, or the schema of its files.")
final class ConfigCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: show or schema");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Print every setting in force, and where its value came from. Secrets are masked.")
    int show(@Mixin SourceOptions configuration, @Mixin Output output) {
        List<Setting> settings = configuration.list();
        output.print(() -> settings.stream().map(ConfigCommand::json).toList(), terminal -> table(settings, terminal));
        return 0;
    }

    @Command(
            name = "schema",
            mixinStandardHelpOptions = true,
            description =
                    "Print the JSON Schema of cdc-vault.yaml, or of a model, with which editors complete and check such"
                            + " a file.")
    int schema(@Option(names = "--model", description = "Print the one of a model.") boolean isOfModel)
            throws IOException {
        String file = isOfModel ? "model.schema.json" : "cdc-vault.schema.json";
        PrintWriter out = spec.commandLine().getOut();
        try (InputStream schema = Objects.requireNonNull(ConfigCommand.class.getResourceAsStream(file), file)) {
            new String(schema.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static List<String> table(List<Setting> settings, Terminal terminal) {
        TextTable table = new TextTable(terminal, Set.of());
        table.add("SETTING", "VALUE", "ORIGIN");
        settings.forEach(setting -> table.add(setting.name(), setting.value(), setting.origin()));
        return table.lines();
    }

    private static String json(Setting setting) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", setting.name())
                .put("value", setting.value())
                .put("origin", setting.origin())
                .toString();
    }
}

package io.cdcvault.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.settings.Setting;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "config", mixinStandardHelpOptions = true, description = "Show the configuration.")
final class ConfigCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: show");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Print every setting in force, and where its value came from. Secrets are masked.")
    int show(
            @Mixin ConfigurationOptions configuration,
            @Option(names = "--json", description = "Print one JSON object a line.") boolean json)
            throws JsonProcessingException {
        List<Setting> settings = configuration.list();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectMapper objects = new ObjectMapper();
            for (Setting setting : settings) {
                out.println(objects.writeValueAsString(object(setting)));
            }
        } else {
            table(settings).lines().forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static TextTable table(List<Setting> settings) {
        TextTable table = new TextTable(Set.of());
        table.add("SETTING", "VALUE", "ORIGIN");
        settings.forEach(setting -> table.add(setting.name(), setting.value(), setting.origin()));
        return table;
    }

    private static Map<String, String> object(Setting setting) {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("name", setting.name());
        object.put("value", setting.value());
        object.put("origin", setting.origin());
        return object;
    }
}

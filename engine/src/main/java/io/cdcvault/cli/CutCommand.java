package io.cdcvault.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.change.LoadDate;
import io.cdcvault.installation.Installation;
import io.cdcvault.verify.VaultCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cut",
        mixinStandardHelpOptions = true,
        description =
                "Print a moment up to which the vault holds all that each source committed: one load date for all, and"
                        + " one position of the log for each. What the vault shows as of it does not change any more.",
        footer = {
            "",
            "The load date is for the functions …_as_of(timestamptz), over all sources, and for `verify --digest"
                    + " --as-of`; an LSN for the functions …_as_of(pg_lsn) of what its source feeds. A source in which"
                    + " nothing commits holds the moment back."
        })
final class CutCommand implements Callable<Integer> {

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "A moment before, such as 2026-05-01T12:00:00Z; without it, the latest.")
    private @Nullable String at;

    @Override
    public Integer call() {
        VaultCut cut = VaultCut.read(sources(), Optional.ofNullable(at).map(AsOf::parse));
        Map<String, String> positions = new TreeMap<>();
        cut.positions().forEach((source, lsn) -> positions.put(source, lsn.toString()));
        output.print(() -> List.of(json(cut.loadDate(), positions)), terminal -> {
            TextTable table = new TextTable(terminal, Set.of());
            table.add("SOURCE", "LSN");
            positions.forEach(table::add);
            List<String> lines = new ArrayList<>(table.lines());
            lines.add("");
            lines.add("Load date " + cut.loadDate());
            return lines;
        });
        return 0;
    }

    private List<VaultCut.Source> sources() {
        List<Installation> installations = configuration.sources().isEmpty()
                ? List.of(configuration.installation())
                : configuration.installations();
        return installations.stream().map(CutCommand::source).toList();
    }

    private static VaultCut.Source source(Installation installation) {
        return new VaultCut.Source(
                installation
                        .settings()
                        .source()
                        .name()
                        .orElse(installation.settings().name()),
                installation.settings(),
                installation.model());
    }

    private static String json(LoadDate loadDate, Map<String, String> positions) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("loadDate", loadDate.toString());
        positions.forEach(json.putObject("sources")::put);
        return json.toString();
    }
}

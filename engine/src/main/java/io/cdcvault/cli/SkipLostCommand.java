package io.cdcvault.cli;

import io.cdcvault.change.LoadDate;
import io.cdcvault.feed.kafka.SkipPlan;
import io.cdcvault.feed.kafka.SkipPlan.Gap;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.service.LostHistory;
import io.cdcvault.time.Time;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "skip-lost",
        mixinStandardHelpOptions = true,
        description = "Continue loading after records that the topics have lost before they were loaded.",
        footer = {
            "",
            "For failure RECORDS_LOST: retention or compaction has removed records, or a topic was deleted. The loader"
                    + " continues with the first transaction of which the topics hold every record. Each table that"
                    + " misses changes is read from the source again, by the running service: its rows are then right,"
                    + " and its history has a gap, which the warehouse remembers in cdc_vault.lost_history."
        })
final class SkipLostCommand implements Callable<Integer> {

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Option(names = "--dry-run", description = "Print what would be skipped, and change nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Installation installation = configuration.installation();
        LostHistory history = new LostHistory(installation, time);
        Terminal terminal = Terminal.ofProcess();
        Optional<SkipPlan> plan = history.plan();
        if (plan.isEmpty()) {
            print(terminal.folded(0, "Nothing is lost: the topics hold every record that the vault has not loaded."));
            return 0;
        }
        print(table(plan.get(), terminal).lines());
        print(List.of(""));
        if (!dryRun) {
            history.skip(plan.get());
        }
        print(terminal.folded(0, text(plan.get(), dryRun ? "Would continue" : "Continuing")));
        return 0;
    }

    private static String text(SkipPlan plan, String continuing) {
        LoadDate loadDate = plan.last().stamp().loadDate();
        String when = loadDate.equals(LoadDate.BEFORE_FIRST) ? "" : ", committed at " + loadDate;
        String tables = plan.tables().stream().sorted().map(TableName::toString).collect(Collectors.joining(", "));
        return continuing + " after transaction " + plan.last().stamp().number() + when
                + (tables.isEmpty() ? "." : "; the service reads again: " + tables + ".");
    }

    private void print(List<String> lines) {
        Output.print(spec, lines);
    }

    private static TextTable table(SkipPlan plan, Terminal terminal) {
        TextTable table = new TextTable(terminal, Set.of(1, 2, 3));
        table.add("PARTITION", "FROM", "TO", "LOST");
        for (Gap gap : plan.gaps()) {
            table.add(
                    gap.partition(),
                    Long.toString(gap.from()),
                    Long.toString(Math.max(gap.from(), gap.to() - 1)),
                    Quantities.count(gap.lost()));
        }
        return table;
    }
}

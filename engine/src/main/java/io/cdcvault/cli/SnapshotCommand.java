package io.cdcvault.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cdcvault.bookkeeping.Pauses;
import io.cdcvault.bookkeeping.SnapshotRequests;
import io.cdcvault.bookkeeping.SnapshotRequests.Progress;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = "Let the running service read tables again while it keeps streaming, and wait until they are in"
                + " the vault.",
        footer = {
            "",
            "Fills a table that is new to the model, and repairs a vault table: rows that are missing come, rows that",
            "differ get a version, rows that do not exist any more are closed. It reads in pieces, between the",
            "changes; a restart of the service, a kill too, continues where it was. This command may be ended: the",
            "snapshot continues. The master must have a replication slot to spare, for a moment at a time.",
            "Changes of the rows that wait as dead letters are superseded."
        })
final class SnapshotCommand implements Callable<Integer> {

    private static final long PAUSE_MILLIS = 500;
    private static final int ROUNDS_BETWEEN_LOOKS = 6;

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "TABLE",
            description = "Source tables, such as public.tickets, or tickets.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private List<String> tables;

    @Option(names = "--no-wait", description = "End as soon as the snapshot is asked for; `status` shows it.")
    private boolean noWait;

    @Option(names = "--cancel", description = "Give up the tables' snapshots that are under way; what is loaded stays.")
    private boolean cancel;

    @Option(names = "--json", description = "Print one JSON object for each table, when all are in the vault.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private String paused = "";

    @Override
    public Integer call() throws InterruptedException {
        Installation installation = configuration.installation();
        List<TableName> chosen = new TableChoice(installation.model())
                .sources(tables).stream().map(SourceTable::table).toList();
        SnapshotRequests requests = new SnapshotRequests(installation.settings());
        PrintWriter out = spec.commandLine().getOut();
        if (cancel) {
            List<TableName> cancelled = requests.cancel(chosen);
            out.println(
                    cancelled.isEmpty()
                            ? "Nothing to cancel: no snapshot of " + names(chosen) + " is under way"
                            : "Cancelled: " + names(cancelled));
            return 0;
        }
        List<TableSnapshot> asked = requests.request(chosen);
        if (noWait) {
            out.println("Asked for: " + names(chosen));
            return 0;
        }
        out.println(await(requests, asked));
        return 0;
    }

    private String await(SnapshotRequests requests, List<TableSnapshot> asked) throws InterruptedException {
        ProgressLine line = new ProgressLine(spec.commandLine().getErr());
        int rounds = 0;
        while (true) {
            List<Progress> now = requests.read().stream()
                    .filter(progress -> asked.contains(progress.snapshot()))
                    .toList();
            if (now.size() < asked.size()) {
                throw new CdcVaultException(
                        FailureKind.SNAPSHOT_CANCELLED, "The snapshot was cancelled, or another was requested");
            }
            Optional<Progress> underWay =
                    now.stream().filter(progress -> !progress.isFinished()).findFirst();
            long rows = now.stream().mapToLong(Progress::rows).sum();
            if (underWay.isEmpty()) {
                line.end("");
                return json
                        ? now.stream().map(SnapshotCommand::json).collect(Collectors.joining(System.lineSeparator()))
                        : Quantities.count(rows) + " rows of "
                                + names(asked.stream().map(TableSnapshot::table).toList())
                                + " are in the vault, read again";
            }
            String held = pauses(rounds++);
            line.show(rows, 0, () -> text(underWay.get()) + held);
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static String json(Progress progress) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("table", progress.snapshot().table().toString())
                .put("rows", progress.rows())
                .toString();
    }

    /** What is paused keeps the snapshot from its end; looked for once in a while. */
    private String pauses(int rounds) {
        if (rounds % ROUNDS_BETWEEN_LOOKS == 0) {
            paused = new Pauses(configuration.settings())
                    .read().stream()
                            .sorted()
                            .map(stage -> "; " + stage + " is paused: run `cdc-vault resume " + stage + "`")
                            .collect(Collectors.joining());
        }
        return paused;
    }

    private static String text(Progress progress) {
        return progress.snapshot().table() + ": " + Quantities.count(progress.rows()) + " rows"
                + (progress.rows() == 0 ? "; a running service begins within seconds" : "");
    }

    private static String names(List<TableName> tables) {
        return tables.stream().map(TableName::toString).collect(Collectors.joining(", "));
    }
}

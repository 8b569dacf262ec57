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
import io.cdcvault.service.KeyFile;
import io.cdcvault.service.PartialSnapshots;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = "Let the running service read tables again while it keeps streaming, and wait until they are in"
                + " the vault.",
        footer = {
            "",
            "Fills a table that is new to the model, and repairs a vault table: rows that are missing come, rows that"
                    + " differ get a version, rows that do not exist any more are closed. It reads in pieces, between"
                    + " the changes; a restart of the service, a kill too, continues where it was. This command may be"
                    + " ended: the snapshot continues. The master must have a replication slot to spare, for a moment"
                    + " at a time. Changes of the rows that wait as dead letters are superseded."
        })
final class SnapshotCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ROUNDS_BETWEEN_LOOKS = 6;

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Parameters(arity = "1..*", paramLabel = "TABLE", description = "Source tables, such as tickets or public.tickets.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private List<String> tables;

    @Option(names = "--no-wait", description = "End as soon as the snapshot is asked for; `status` shows it.")
    private boolean noWait;

    @Option(names = "--cancel", description = "Give up the tables' snapshots that are under way; what is loaded stays.")
    private boolean cancel;

    @ArgGroup
    private @Nullable Rows rows;

    /** Which rows of the table, if not all. */
    private static final class Rows {

        @Option(
                names = "--where",
                paramLabel = "SQL",
                description =
                        "Only the rows of one table for which this is true now. The others are left as they are in the"
                                + " vault.")
        private @Nullable String condition;

        @Option(
                names = "--keys",
                paramLabel = "FILE",
                description =
                        "Only the rows of one table whose keys are in this CSV file; - is the standard input. Its first"
                                + " line names the key's columns. A key that the source does not have is closed in the vault.")
        private @Nullable Path keys;
    }

    @Mixin
    private final Output output = new Output();

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
        if (cancel) {
            List<TableName> cancelled = requests.cancel(chosen);
            print(
                    cancelled.isEmpty()
                            ? "Nothing to cancel: no snapshot of " + names(chosen) + " is under way"
                            : "Cancelled: " + names(cancelled));
            return 0;
        }
        List<TableSnapshot> asked = rows == null ? requests.request(chosen) : some(installation, chosen, rows);
        if (asked.isEmpty()) {
            print("Nothing to read: no row of " + names(chosen) + " is asked for");
            return 0;
        }
        if (noWait) {
            print("Asked for: " + names(chosen));
            return 0;
        }
        List<Progress> finished = await(requests, asked);
        output.print(
                () -> finished.stream().map(SnapshotCommand::json).toList(),
                terminal -> terminal.folded(
                        0,
                        Quantities.count(rows(finished)) + " rows of " + names(chosen)
                                + " are in the vault, read again"));
        return 0;
    }

    private List<TableSnapshot> some(Installation installation, List<TableName> chosen, Rows only) {
        if (chosen.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--where and --keys are about one table, found " + names(chosen));
        }
        PartialSnapshots snapshots = new PartialSnapshots(installation, chosen.get(0));
        Path file = only.keys;
        Optional<TableSnapshot> asked = file == null
                ? snapshots.where(Objects.requireNonNull(only.condition))
                : snapshots.of(KeyFile.parse(content(file)));
        return asked.stream().toList();
    }

    private static String content(Path file) {
        try {
            return file.toString().equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(file);
        } catch (IOException e) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID, "Cannot read the keys from " + file + ": " + e, e);
        }
    }

    private List<Progress> await(SnapshotRequests requests, List<TableSnapshot> asked) throws InterruptedException {
        try (ProgressLine line =
                new ProgressLine(Terminal.ofProcess(), spec.commandLine().getErr(), time)) {
            List<Progress> now = look(requests, asked);
            for (int rounds = 0; !underWay(now).isEmpty(); rounds++) {
                show(line, now, pauses(rounds));
                time.sleep(PAUSE);
                now = look(requests, asked);
            }
            return now;
        }
    }

    private static List<Progress> look(SnapshotRequests requests, List<TableSnapshot> asked) {
        List<Progress> now = requests.read().stream()
                .filter(progress -> asked.contains(progress.snapshot()))
                .toList();
        if (now.size() < asked.size()) {
            throw new CdcVaultException(
                    FailureKind.SNAPSHOT_CANCELLED, "The snapshot was cancelled, or another was requested");
        }
        return now;
    }

    private static List<Progress> underWay(List<Progress> all) {
        return all.stream().filter(progress -> !progress.isFinished()).toList();
    }

    private static void show(ProgressLine line, List<Progress> now, String held) {
        Progress first = underWay(now).get(0);
        String beginning = first.rows() == 0 ? "; a running service begins within seconds" : "";
        String table = first.snapshot().table().toString();
        line.begin("Reading " + table + beginning + held);
        line.show(
                rows(now),
                0,
                () -> table + ": " + Quantities.count(first.rows()) + " rows, " + line.perSecond(rows(now)) + beginning
                        + held);
    }

    private static long rows(List<Progress> all) {
        return all.stream().mapToLong(Progress::rows).sum();
    }

    private void print(String line) {
        Output.print(spec, List.of(line));
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

    private static String names(List<TableName> tables) {
        return tables.stream().map(TableName::toString).collect(Collectors.joining(", "));
    }
}

package io.cdcvault.cli;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.CaptureState;
import io.cdcvault.status.collect.StatusCollector;
import io.cdcvault.time.Time;
import io.cdcvault.verify.ReplicaVerification;
import io.cdcvault.verify.SourceSnapshot;
import io.cdcvault.verify.VaultDigest;
import io.cdcvault.verify.Verification;
import io.cdcvault.verify.VerifyJson;
import io.cdcvault.verify.VerifyReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Compare the source with the vault at one position of the log, while both are in use, and check the vault"
                    + " against its own rules."
        },
        exitCodeList = {"0:equal", "1:different", "3:equal, but for rows that wait as dead letters"},
        footer = {
            "",
            "MISSING rows are only in the source, SURPLUS rows only in the vault, of CHANGED rows a value differs."
                    + " EXPLAINED are those of them that wait as dead letters. Keys and values of examples are printed as"
                    + " they are.",
            "",
            "The master must have a replication slot to spare; verify gives it back. Open transactions of the master"
                    + " must end first, which --wait limits, too."
        })
final class VerifyCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;
    private static final int WAITING = 3;

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "TABLE",
            description = "Source tables, such as tickets or public.tickets; all without any.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--digest",
            description = "Compare nothing; print a digest of each vault table, and one over all. Vaults"
                    + " of the same history have the same.")
    private boolean digest;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "With --digest, leave out what was loaded for later commits: the load date of a `cut`.")
    private @Nullable String asOf;

    @Option(
            names = "--replica",
            description = "Compare the master with its replica too, row by row. Rows that differ while they are being"
                    + " changed are looked at again.")
    private boolean replica;

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "5",
            description = "Of each vault table, show so many differences at most (default: ${DEFAULT-VALUE}).")
    private int examples;

    @Mixin
    private final WaitOption wait = new WaitOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        validateOptions();
        Installation installation = configuration.installation();
        try (ProgressLine line =
                new ProgressLine(Terminal.ofProcess(), spec.commandLine().getErr(), time)) {
            return digest ? printDigest(installation, line) : verify(installation, line);
        }
    }

    private int verify(Installation installation, ProgressLine line) throws InterruptedException {
        if (replica) {
            replica(installation.settings());
        }
        installation.requireOwnVault();
        List<SourceTable> sources = new TableChoice(installation.model()).sources(tables);
        StepProgress progress = new StepProgress(line);
        VerifyReport report;
        awaitFirstSnapshot(installation.settings());
        try (SourceSnapshot snapshot = SourceSnapshot.take(installation.settings(), wait.patience(), time)) {
            awaitVault(installation.settings());
            report = new Verification(installation.model(), sources, examples)
                    .run(installation.settings(), snapshot, progress);
        }
        if (replica) {
            report = report.with(new ReplicaVerification(sources, examples, time)
                    .run(installation.settings(), replica(installation.settings()), wait.patience(), progress));
        }
        return print(report, line);
    }

    private int print(VerifyReport report, ProgressLine line) {
        line.clear();
        output.print(() -> List.of(VerifyJson.of(report)), terminal -> new VerifyText(terminal).of(report));
        return switch (report.verdict()) {
            case EQUAL -> 0;
            case WAITING -> WAITING;
            case DIFFERENT -> DIFFERENT;
        };
    }

    private int printDigest(Installation installation, ProgressLine line) {
        StepProgress progress = new StepProgress(line);
        VaultDigest digests = asOf == null
                ? VaultDigest.of(installation.settings(), installation.model(), progress)
                : VaultDigest.of(installation.settings(), installation.model(), AsOf.parse(asOf), Set.of(), progress);
        line.clear();
        output.print(() -> List.of(VerifyJson.of(digests)), terminal -> new VerifyText(terminal).of(digests));
        return 0;
    }

    private static Settings.Database replica(Settings settings) {
        return settings.replica()
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        "--replica needs the replica's url and user, under replica"));
    }

    /** As of a position before the capture's first snapshot the vault is empty, and every row would be missing. */
    private void awaitFirstSnapshot(Settings settings) throws InterruptedException {
        boolean isTaken = new StatusCollector(settings, time)
                .collect()
                .capture()
                .published()
                .filter(CapturePosition::isPastSnapshot)
                .isPresent();
        if (!isTaken) {
            awaitVault(settings);
        }
    }

    /** The snapshot was taken before: a vault that holds all of now holds all of the snapshot. */
    private void awaitVault(Settings settings) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        VaultWait.Outcome outcome =
                new VaultWait(settings, new StatusCollector(settings, time), err, time).await(wait.patience());
        if (!outcome.isReached() && outcome.status().capture().state() == CaptureState.SNAPSHOT) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    "The first snapshot is not complete, so there is nothing to compare yet: "
                            + String.join("; ", outcome.status().reasons()));
        }
        if (!outcome.isReached()) {
            throw new CdcVaultException(
                    outcome.status().obstacle().orElse(FailureKind.CAPTURE_FAILED),
                    "The vault has not caught up with the master's snapshot: "
                            + (outcome.status().reasons().isEmpty()
                                    ? "see `cdc-vault status`"
                                    : String.join(". ", outcome.status().reasons())));
        }
    }

    private void validateOptions() {
        if (digest && !tables.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--digest is of the whole vault; name no tables");
        }
        if (asOf != null && !digest) {
            throw new ParameterException(spec.commandLine(), "--as-of goes with --digest");
        }
        if (examples < 0) {
            throw new ParameterException(spec.commandLine(), "N must be a positive number");
        }
    }
}

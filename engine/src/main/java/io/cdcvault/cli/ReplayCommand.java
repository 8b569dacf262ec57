package io.cdcvault.cli;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.LoadDate;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.service.Replay;
import io.cdcvault.time.Time;
import io.cdcvault.verify.VaultDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Make the vault a second time from the beginning of the topics, in a schema of its own, and compare the"
                    + " two, or replace the old one. The service may keep running."
        },
        exitCodeList = {"0:equal, or swapped", "1:different, and not swapped; the second vault stays, to be looked at"},
        footer = {
            "",
            "An interrupted replay continues where it stopped. When both are equal, the second vault is dropped. For"
                    + " --swap no service may load the vault: let it run until the replay has caught up, then stop it"
                    + " and run the same command again. A vault that differs from the one that stands takes its place"
                    + " only with --accept-missing."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Option(
            names = "--into",
            paramLabel = "SCHEMA",
            description = "The second vault's schema; without it, the vault's own name with _replay behind.")
    private @Nullable String into;

    @Option(
            names = "--swap",
            description = "Exchange the schemas' names, if both are equal. The vault before is then in SCHEMA.")
    private boolean swap;

    @Option(
            names = "--accept-missing",
            description =
                    "With --swap, exchange them although they differ, and print what differs. For a vault that was"
                            + " damaged, or whose history the topics do not hold in the same way.")
    private boolean acceptMissing;

    @Option(names = "--keep", description = "Keep the second vault when both are equal.")
    private boolean keep;

    @Option(names = "--anew", description = "Start from the beginning, ignoring an earlier replay.")
    private boolean fromBeginning;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final WaitOption wait = new WaitOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!configuration.sources().isEmpty()) {
            return ofSources();
        }
        Installation installation = configuration.installation();
        String own = installation.model().settings().schema();
        String schema = into == null ? own + "_replay" : into;
        if (schema.isBlank() || schema.equals(own)) {
            throw new ParameterException(spec.commandLine(), "SCHEMA must be another than the vault's own");
        }
        if (acceptMissing && !swap) {
            throw new ParameterException(spec.commandLine(), "--accept-missing goes with --swap");
        }
        try (Replay replay = new Replay(installation, schema, time)) {
            if (fromBeginning) {
                replay.drop();
            }
            CapturePosition reached = catchUp(replay);
            return swap ? swap(replay, installation, reached, schema) : compare(replay, installation, reached, schema);
        }
    }

    private int ofSources() throws InterruptedException {
        if (swap) {
            throw new ParameterException(
                    spec.commandLine(), "--swap is for a vault of one source: of several, compare without it");
        }
        if (configuration.source().isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "The vault is replayed from all its sources, expected no --source");
        }
        List<Installation> installations = configuration.installations();
        String own = installations.get(0).model().settings().schema();
        String schema = into == null ? own + "_replay" : into;
        if (schema.isBlank() || schema.equals(own)) {
            throw new ParameterException(spec.commandLine(), "SCHEMA must be another than the vault's own");
        }
        try (SourcesReplay replay = new SourcesReplay(installations, schema, time)) {
            if (fromBeginning) {
                replay.drop();
            }
            replay.catchUp(this::catchUp, wait.patience());
            Map<String, ReplayOutcome> outcomes;
            try (ProgressLine line = progress()) {
                outcomes = replay.outcomes(new StepProgress(line));
            }
            boolean isEqual = outcomes.values().stream().allMatch(ReplayOutcome::isEqual);
            if (isEqual && !keep) {
                replay.drop();
            }
            outcomes.forEach((source, outcome) ->
                    output.print(() -> List.of(Output.ofSource(outcome.json(), source)), terminal -> {
                        List<String> lines = new ArrayList<>(List.of("Source " + source));
                        lines.addAll(outcome.text(terminal));
                        return lines;
                    }));
            return isEqual ? 0 : DIFFERENT;
        }
    }

    private CapturePosition catchUp(Replay replay) {
        ReplayProgress progress = new ReplayProgress(progress());
        CapturePosition reached = replay.catchUp(progress::show);
        progress.end();
        return reached;
    }

    private int swap(Replay replay, Installation installation, CapturePosition reached, String schema) {
        replay.requireAlone();
        ReplayOutcome outcome = outcome(replay, installation, reached, replay.commonLoadDate(reached), schema);
        boolean isSwapped = outcome.isEqual() || acceptMissing;
        if (isSwapped) {
            replay.swap();
        }
        output.print(() -> List.of(outcome.swapJson(isSwapped)), terminal -> outcome.swapText(isSwapped, terminal));
        return isSwapped ? 0 : DIFFERENT;
    }

    private int compare(Replay replay, Installation installation, CapturePosition reached, String schema)
            throws InterruptedException {
        if (!replay.awaitFirst(reached, wait.patience())) {
            throw new CdcVaultException(
                    FailureKind.CAPTURE_FAILED,
                    "The vault has not loaded what was published up to " + reached.commitLsn()
                            + "; see `cdc-vault status`");
        }
        ReplayOutcome outcome =
                outcome(replay, installation, reached, reached.stamp().loadDate(), schema);
        if (outcome.isEqual() && !keep) {
            replay.drop();
        }
        output.print(() -> List.of(outcome.json()), outcome::text);
        return outcome.isEqual() ? 0 : DIFFERENT;
    }

    private ReplayOutcome outcome(
            Replay replay, Installation installation, CapturePosition reached, LoadDate loadDate, String schema) {
        try (ProgressLine line = progress()) {
            StepProgress progress = new StepProgress(line);
            Set<String> grown = VaultDigest.grown(installation.settings(), installation.model());
            return new ReplayOutcome(
                    reached,
                    schema,
                    VaultDigest.of(installation.settings(), installation.model(), loadDate, grown, progress),
                    VaultDigest.of(
                            installation.settings(), installation.model().inSchema(schema), loadDate, grown, progress),
                    new ReplayOutcome.Waiting(replay.waiting(), replay.waitingInReplay()));
        }
    }

    private ProgressLine progress() {
        return new ProgressLine(Terminal.ofProcess(), spec.commandLine().getErr(), time);
    }
}

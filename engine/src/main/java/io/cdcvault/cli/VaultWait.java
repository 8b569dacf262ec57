package io.cdcvault.cli;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.CaptureState;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.CatchUp;
import io.cdcvault.status.collect.StatusCollector;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Waits until the vault has caught up with the master. */
final class VaultWait {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Settings settings;
    private final StatusCollector collector;
    private final PrintWriter progress;
    private final Time time;
    private Optional<CatchUp> catchUp = Optional.empty();

    VaultWait(Settings settings, StatusCollector collector, PrintWriter progress, Time time) {
        this.time = time;
        this.settings = settings;
        this.collector = collector;
        this.progress = progress;
    }

    /** @param isReached whether the vault caught up in time */
    record Outcome(Status status, boolean isReached) {}

    Outcome await(Duration patience) throws InterruptedException {
        Terminal terminal = Terminal.ofProcess();
        try (ProgressLine line = new ProgressLine(terminal, progress, time)) {
            Deadline patienceEnds = time.deadline(patience);
            Status status = look();
            while (!isReached(status)) {
                if (patienceEnds.isPast() || isHopeless(status)) {
                    line.clear();
                    terminal.folded(0, giveUp(status)).forEach(progress::println);
                    return new Outcome(status, false);
                }
                show(status, line);
                time.sleep(PAUSE);
                status = look();
            }
            return new Outcome(status, true);
        }
    }

    private static String giveUp(Status status) {
        return "Gave up: the vault has not caught up with the master"
                + (status.reasons().isEmpty() ? "" : ". " + String.join(". ", status.reasons()));
    }

    /** What waiting does not change: a lost slot, a login that is refused. */
    private static boolean isHopeless(Status status) {
        return status.capture().state() == CaptureState.LOST || status.isRefused();
    }

    private Status look() {
        if (catchUp.isEmpty()) {
            catchUp = mark();
        }
        return collector.collect();
    }

    /** A master that does not answer yet may do so later; until then its status says why. */
    private Optional<CatchUp> mark() {
        try {
            return Optional.of(CatchUp.mark(settings));
        } catch (CdcVaultException e) {
            return Optional.empty();
        }
    }

    /** Between a snapshot and its stream the vault is up to date for a moment, and the capture is not yet at work. */
    private boolean isReached(Status status) {
        return status.capture().state() != CaptureState.STARTING
                && catchUp.filter(mark -> mark.isReached(status)).isPresent();
    }

    private static void show(Status status, ProgressLine line) {
        String capture = word(status.capture().state());
        String loader = word(status.load().state());
        line.begin("Waiting for the vault: capture " + capture + ", loader " + loader);
        line.show(
                loaded(status),
                published(status),
                () -> "capture " + capture + ", " + Quantities.count(published(status)) + " changes published; loader "
                        + loader + ", " + Quantities.count(loaded(status)) + " loaded");
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static long published(Status status) {
        return status.capture().published().map(CapturePosition::events).orElse(0L);
    }

    private static long loaded(Status status) {
        return status.load().applied().map(AppliedView::rows).orElse(0L);
    }
}

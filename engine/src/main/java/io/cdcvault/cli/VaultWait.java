package io.cdcvault.cli;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.CaptureState;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.CatchUp;
import io.cdcvault.status.collect.StatusCollector;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Waits until the vault has caught up with the master. */
final class VaultWait {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

    private final Settings settings;
    private final StatusCollector collector;
    private final PrintWriter progress;
    private Optional<CatchUp> catchUp = Optional.empty();
    private String lastLine = "";
    private long lastLineNanos;

    VaultWait(Settings settings, StatusCollector collector, PrintWriter progress) {
        this.settings = settings;
        this.collector = collector;
        this.progress = progress;
    }

    /** @param isReached whether the vault caught up in time */
    record Outcome(Status status, boolean isReached) {}

    Outcome await(Duration patience) throws InterruptedException {
        long begun = System.nanoTime();
        Status status = look();
        while (!isReached(status)) {
            if (System.nanoTime() - begun > patience.toNanos() || isHopeless(status)) {
                print("Gave up: the vault has not caught up with the master"
                        + (status.reasons().isEmpty() ? "" : ". " + String.join(". ", status.reasons())));
                return new Outcome(status, false);
            }
            tellProgress(status);
            Thread.sleep(PAUSE.toMillis());
            status = look();
        }
        return new Outcome(status, true);
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

    private boolean isReached(Status status) {
        return catchUp.filter(mark -> mark.isReached(status)).isPresent();
    }

    private void tellProgress(Status status) {
        String line = "capture " + status.capture().state().name().toLowerCase(Locale.ROOT) + ", "
                + Quantities.count(published(status)) + " changes published; loader "
                + status.load().state().name().toLowerCase(Locale.ROOT) + ", " + Quantities.count(loaded(status))
                + " loaded";
        if (!line.equals(lastLine) && System.nanoTime() - lastLineNanos > BETWEEN_LINES.toNanos()) {
            lastLineNanos = System.nanoTime();
            lastLine = line;
            print(line);
        }
    }

    private void print(String line) {
        progress.println(line);
        progress.flush();
    }

    private static long published(Status status) {
        return status.capture().published().map(CapturePosition::events).orElse(0L);
    }

    private static long loaded(Status status) {
        return status.load().applied().map(AppliedView::rows).orElse(0L);
    }
}

package io.cdcvault.cli;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.Status;
import java.time.Duration;

/**
 * How fast things went between two statuses.
 *
 * @param captured to be put after the captured changes; empty when there is nothing to compare
 * @param loaded as {@code captured}
 */
record StatusRates(String captured, String loaded) {

    static final StatusRates NONE = new StatusRates("", "");

    static StatusRates between(Status before, Status after, Duration time) {
        double seconds = time.toNanos() / 1e9;
        return new StatusRates(
                rate(captured(after) - captured(before), seconds), rate(loaded(after) - loaded(before), seconds));
    }

    private static String rate(long changes, double seconds) {
        return changes < 0 || seconds <= 0 ? "" : ", " + Quantities.perSecond(changes / seconds);
    }

    private static long captured(Status status) {
        return status.capture().published().map(CapturePosition::events).orElse(0L);
    }

    private static long loaded(Status status) {
        return status.load().applied().map(AppliedView::rows).orElse(0L);
    }
}

package io.cdcvault.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long ago something was committed. */
final class Ages {

    private Ages() {}

    /** Both in microseconds since 1970; never negative, as the clocks may differ a little. */
    static double seconds(long loadDate, long now) {
        return Math.max(0, (now - loadDate) / 1e6);
    }

    /** The master's clock, which the load dates come from; this machine's while the master does not answer. */
    static long now(Views views) {
        return views.master()
                .seen()
                .map(MasterView::now)
                .orElseGet(() -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }
}

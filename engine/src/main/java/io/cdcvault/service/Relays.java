package io.cdcvault.service;

import io.cdcvault.feed.BatchLimit;
import io.cdcvault.relay.Relay;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.time.Duration;

/** How much the relay between a capture and a loader of one process holds. */
final class Relays {

    /** Longer than a batch takes to load. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Relays() {}

    /** Two batches of the capture, or one of the loader; of large rows half as many bytes as a batch of the loader. */
    static Relay of(Settings settings, Time time) {
        BatchLimit limit = BatchLimit.of(settings.load().batchRows());
        int ofCapture = Math.multiplyExact(2, settings.capture().maxBatchSize());
        return new Relay(Math.max(limit.rows(), ofCapture), limit.bytes() / 2, PATIENCE, time);
    }
}

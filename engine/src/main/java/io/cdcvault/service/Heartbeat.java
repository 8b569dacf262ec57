package io.cdcvault.service;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;

/** Moves the stream of a standby on though no client writes: the connector has a connection to the standby only. */
final class Heartbeat {

    private final SourceDatabase source;
    private final Duration interval;
    private final Time time;
    private Deadline next;

    Heartbeat(SourceDatabase source, Time time) {
        this.source = source;
        this.interval = source.settings().capture().heartbeatInterval();
        this.time = time;
        this.next = time.deadline(Duration.ZERO);
    }

    /** Writes one when it is due. */
    void look() {
        if (source.isCapturedFromStandby() && next.isPast()) {
            source.writeHeartbeat();
            next = time.deadline(interval);
        }
    }
}

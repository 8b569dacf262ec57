package io.cdcvault.airline.traffic;

import java.util.concurrent.atomic.LongAdder;

/** How much has been played. Thread-safe. */
public final class Tally {

    private final LongAdder played = new LongAdder();
    private final LongAdder disturbed = new LongAdder();

    /** Transactions that ended as they were meant to. */
    public long played() {
        return played.sum();
    }

    /** Transactions that failed since another changed the same rows, or since the master was away. */
    public long disturbed() {
        return disturbed.sum();
    }

    void addPlayed() {
        played.increment();
    }

    void addDisturbed() {
        disturbed.increment();
    }
}

package io.cdcvault.change;

/**
 * Turns commit times into load dates that never stand still or run backwards: the master's clock may be stepped, and
 * two commits may share a microsecond or overtake one another between taking the time and writing the WAL.
 *
 * <p>Why: docs/decisions/0001-load-dates-are-a-commit-clock.md
 */
public final class CommitClock {

    private LoadDate last;

    /** @param last the load date of the last transaction before */
    public CommitClock(LoadDate last) {
        this.last = last;
    }

    /**
     * The load date of the next transaction in commit order.
     *
     * @param commitTime by the master's clock, in microseconds since 1970
     */
    public LoadDate next(long commitTime) {
        LoadDate committed = new LoadDate(commitTime);
        last = committed.isAfter(last) ? committed : last.next();
        return last;
    }
}

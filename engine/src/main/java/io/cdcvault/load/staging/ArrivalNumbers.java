package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.load.row.Arrival;

/** Numbers the changes of one warehouse transaction in the order in which they came, from 1. */
final class ArrivalNumbers {

    private long sequence;
    private LoadDate lastLoadDate = LoadDate.BEFORE_FIRST;
    private long lastOrder;

    /** An update may be staged as two; and what the log keeps apart must not look like one update of a key. */
    Arrival of(RowChange change) {
        boolean follows = change.stamp().loadDate().equals(lastLoadDate) && change.order() <= lastOrder + 1;
        sequence += follows && change.operation() != Operation.UPDATE ? 1 : 2;
        lastLoadDate = change.stamp().loadDate();
        lastOrder = change.order();
        return new Arrival(sequence, change);
    }

    /** Of a deletion that no change of the log stands for, after all that came before it. */
    Arrival ofDisappearance(RowChange deletion) {
        return new Arrival(++sequence, deletion);
    }

    /** The highest so far. */
    long last() {
        return sequence;
    }

    /** The next warehouse transaction begins with 1 again. */
    void clear() {
        sequence = 0;
        lastLoadDate = LoadDate.BEFORE_FIRST;
        lastOrder = 0;
    }
}

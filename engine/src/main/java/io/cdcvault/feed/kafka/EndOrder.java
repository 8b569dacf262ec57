package io.cdcvault.feed.kafka;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.TransactionStamp;

/**
 * Where a reader of the transaction topic stands. The capture numbers transactions without gaps, and their load dates
 * never decrease: so the number and the load date together distinguish the next transaction from all else that is
 * written there.
 */
final class EndOrder {

    private TransactionStamp last;

    /** @param last the transaction before the next; its load date stands before all where it is not known */
    EndOrder(TransactionStamp last) {
        this.last = last;
    }

    /** What a record is to the reader. */
    enum Place {
        /** The transaction that follows. */
        NEXT,
        /** A copy of one that is applied. */
        COPY,
        /** Another program's record, or one after a gap. */
        UNEXPECTED
    }

    Place placeOf(TransactionStamp stamp) {
        if (isNext(stamp)) {
            return Place.NEXT;
        }
        boolean isOld = last.loadDate().equals(LoadDate.BEFORE_FIRST)
                || !stamp.loadDate().isAfter(last.loadDate());
        return !stamp.number().isAfter(last.number()) && isOld ? Place.COPY : Place.UNEXPECTED;
    }

    boolean isNext(TransactionStamp stamp) {
        return follows(last, stamp);
    }

    /** Whether one may be the transaction right after another. */
    static boolean follows(TransactionStamp before, TransactionStamp stamp) {
        return stamp.number().equals(before.number().next())
                && !before.loadDate().isAfter(stamp.loadDate());
    }

    void moveTo(TransactionStamp stamp) {
        last = stamp;
    }

    TransactionStamp last() {
        return last;
    }

    /** Whether nothing was read before, so that the topic's first transaction is the next with any number. */
    boolean isAtBeginning() {
        return !last.number().exists();
    }
}

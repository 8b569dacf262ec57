package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionStamp;

/**
 * Where a reader of the transaction topic stands. The capture numbers transactions without gaps, and their load dates
 * never decrease: so the number and the load date together distinguish the next transaction from all else that is
 * written there.
 */
final class EndOrder {

    static final TransactionStamp BEGINNING = new TransactionStamp(0, 0);

    private TransactionStamp last;

    /** @param last the transaction before the next; its load date is 0 where it is not known */
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
        boolean isOld = last.loadDate() == 0 || stamp.loadDate() <= last.loadDate();
        return stamp.number() <= last.number() && isOld ? Place.COPY : Place.UNEXPECTED;
    }

    boolean isNext(TransactionStamp stamp) {
        return follows(last, stamp);
    }

    /** Whether one may be the transaction right after another. */
    static boolean follows(TransactionStamp before, TransactionStamp stamp) {
        return stamp.number() == before.number() + 1 && stamp.loadDate() >= before.loadDate();
    }

    void moveTo(TransactionStamp stamp) {
        last = stamp;
    }

    TransactionStamp last() {
        return last;
    }

    /** Whether nothing was read before, so that the topic's first transaction is the next with any number. */
    boolean isAtBeginning() {
        return last.number() == 0;
    }
}

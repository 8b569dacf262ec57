package io.cdcvault.capture.engine;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import org.apache.kafka.connect.data.Struct;

/**
 * The source transaction that is being captured: opened by a BEGIN, closed by the END that fits what came between. A
 * record out of this order means that the connector began to stream again, so nothing of the open transaction may be
 * committed: every method that is called out of turn throws CAPTURE_FAILED.
 *
 * <p>Why: docs/decisions/0015-a-connection-that-ends-ends-the-capture.md
 */
final class OpenTransaction {

    private String id = "";
    private long events;

    void begin(CapturedRecord begin) {
        requireNone(begin);
        id = begin.transactionId();
        events = 0;
    }

    void count(CapturedRecord row) {
        requireOpen(row);
        events++;
    }

    /** A heartbeat, or a logical message: the connector counts a message as an event of its transaction. */
    void pass(CapturedRecord heartbeat) {
        if (!heartbeat.isInTransaction()) {
            requireNone(heartbeat);
        } else {
            requireOpen(heartbeat);
            events += heartbeat.isMessage() ? 1 : 0;
        }
    }

    /** Readers wait for the counts of an END; one that does not match would make them wait for ever. */
    void end(CapturedRecord end) {
        requireOpen(end);
        long expected = ((Struct) end.source().value()).getInt64("event_count");
        if (!id.equals(end.transactionId()) || events != expected) {
            throw outOfOrder("Transaction " + end.transactionId() + " ended with " + expected + " events, but " + events
                    + " arrived after the BEGIN of transaction " + id);
        }
        id = "";
    }

    void requireOpen(CapturedRecord record) {
        if (id.isEmpty()) {
            throw outOfOrder("A record of kind " + record.kind() + " arrived outside a transaction");
        }
    }

    void requireNone(CapturedRecord record) {
        requireNone("A record of kind " + record.kind());
    }

    /** @param what as the message begins with it */
    void requireNone(String what) {
        if (!id.isEmpty()) {
            throw outOfOrder(what + " arrived before the END of transaction " + id);
        }
    }

    private static CdcVaultException outOfOrder(String what) {
        return new CdcVaultException(
                FailureKind.CAPTURE_FAILED, what + ". Nothing of the open transaction was committed");
    }
}

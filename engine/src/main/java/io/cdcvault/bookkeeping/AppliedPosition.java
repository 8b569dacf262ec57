package io.cdcvault.bookkeeping;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.Checkpoint;
import java.time.OffsetDateTime;
import org.jooq.JSONB;
import org.jooq.Record6;

/**
 * How far the vault has come, as the warehouse itself holds it.
 *
 * @param resumeFrom what the feed needs to continue, as JSON
 * @param loadDate of the last transaction applied, in microseconds since 1970
 * @param firstLoadDate of the first transaction ever applied: a snapshot of that date found an empty vault
 * @param events row changes captured at the source up to here
 */
public record AppliedPosition(
        String resumeFrom, long transactionNumber, long loadDate, Lsn lsn, long firstLoadDate, long events) {

    /** Of the last transaction applied. */
    public TransactionStamp stamp() {
        return new TransactionStamp(transactionNumber, loadDate);
    }

    /** Whether anything was loaded; a capture may store its position before. */
    boolean hasTransactions() {
        return transactionNumber > 0;
    }

    static AppliedPosition of(Record6<JSONB, Long, OffsetDateTime, String, OffsetDateTime, Long> row) {
        return new AppliedPosition(
                row.value1().data(),
                row.value2(),
                Timestamps.micros(row.value3()),
                Lsn.parse(row.value4()),
                Timestamps.micros(row.value5()),
                row.value6());
    }

    static AppliedPosition of(Checkpoint checkpoint, long firstLoadDate) {
        return new AppliedPosition(
                checkpoint.resumeFrom(),
                checkpoint.stamp().number(),
                checkpoint.stamp().loadDate(),
                checkpoint.commitLsn(),
                firstLoadDate,
                checkpoint.events());
    }
}

package io.cdcvault.bookkeeping;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.Checkpoint;
import java.time.OffsetDateTime;
import org.jooq.JSONB;
import org.jooq.Record6;

/**
 * How far the vault has come, as the warehouse itself holds it.
 *
 * @param resumeFrom what the feed needs to continue, as JSON
 * @param stamp of the last transaction applied
 * @param firstLoadDate of the first transaction ever applied: a snapshot of that date found an empty vault
 * @param events row changes captured at the source up to here
 */
public record AppliedPosition(String resumeFrom, TransactionStamp stamp, Lsn lsn, LoadDate firstLoadDate, long events) {

    /** Whether anything was loaded; a capture may store its position before. */
    boolean hasTransactions() {
        return stamp.number().exists();
    }

    static AppliedPosition of(Record6<JSONB, Long, OffsetDateTime, String, OffsetDateTime, Long> row) {
        return new AppliedPosition(
                row.value1().data(),
                new TransactionStamp(new TransactionNumber(row.value2()), Timestamps.loadDate(row.value3())),
                Lsn.parse(row.value4()),
                Timestamps.loadDate(row.value5()),
                row.value6());
    }

    static AppliedPosition of(Checkpoint checkpoint, LoadDate firstLoadDate) {
        return new AppliedPosition(
                checkpoint.resumeFrom(),
                checkpoint.stamp(),
                checkpoint.commitLsn(),
                firstLoadDate,
                checkpoint.events());
    }
}

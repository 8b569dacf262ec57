package io.cdcvault.feed.kafka;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.kafka.RecordHeaders;
import io.cdcvault.relay.RelayedRecord;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** A record as it would be fetched, of which this process knows what it says: it has published it. */
final class HandedRecord extends ConsumerRecord<byte[], byte[]> {

    private final RelayedRecord relayed;
    private final Optional<TransactionStamp> stamp;

    HandedRecord(RelayedRecord relayed) {
        super(
                relayed.partition().topic(),
                relayed.partition().partition(),
                relayed.offset(),
                relayed.timestamp(),
                TimestampType.CREATE_TIME,
                NULL_SIZE,
                NULL_SIZE,
                relayed.published().key(),
                relayed.published().value(),
                relayed.headers(),
                Optional.empty());
        this.relayed = relayed;
        this.stamp = Optional.of(relayed.published().stamp());
    }

    /** The transaction that a record belongs to; empty when a service like this one did not write it. */
    static Optional<TransactionStamp> stampIfAny(ConsumerRecord<byte[], byte[]> record) {
        return record instanceof HandedRecord handed ? handed.stamp : RecordHeaders.stampIfAny(record.headers());
    }

    /** The row change that a record's envelope means, without its JSON; empty when only that shows it. */
    static Optional<RowChange> row(
            ConsumerRecord<byte[], byte[]> record, Origin origin, TransactionStamp stamp, Optional<Lsn> committed) {
        return record instanceof HandedRecord handed
                ? Optional.ofNullable(handed.relayed.published().envelope())
                        .flatMap(envelope -> envelope.row(origin, stamp, committed))
                : Optional.empty();
    }
}

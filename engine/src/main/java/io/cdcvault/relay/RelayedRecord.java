package io.cdcvault.relay;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.Envelope;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * A record as the topics hold it, after its Kafka transaction was committed.
 *
 * @param published with its JSON as it was published
 * @param followsMarker whether the offset before is that of the marker of an earlier transaction of the same producer
 * @param timestamp of the record in the topic, in milliseconds since 1970
 */
public record RelayedRecord(
        TopicPartition partition,
        long offset,
        ChangeRecord published,
        Headers headers,
        boolean followsMarker,
        long timestamp) {

    /** Bytes of its value. */
    public long size() {
        Envelope envelope = published.envelope();
        return envelope == null ? 0 : envelope.size();
    }
}

package io.cdcvault.publish;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.relay.Relay;
import io.cdcvault.relay.RelayedRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of the Kafka transaction that is open, for the loader of this process: as long as it wants them and they
 * are not too many. Used by one thread.
 *
 * <p>Why: docs/decisions/0027-what-is-captured-here-is-not-read-back.md
 */
final class OpenPublication {

    private final Relay relay;
    private final List<Sent> sent = new ArrayList<>();
    /** Of the transaction that had records in a partition last. All transactions since the first of them are known. */
    private final Map<TopicPartition, Long> lastOffsets = new HashMap<>();

    private boolean isFollowed;
    private long bytes;

    OpenPublication(Relay relay) {
        this.relay = relay;
    }

    /** A record, whose place in the topic is known once the brokers have it. */
    static final class Sent {

        private final ProducerRecord<byte[], byte[]> record;
        private final ChangeRecord published;
        private long offset = -1;
        private long timestamp;

        private Sent(ProducerRecord<byte[], byte[]> record, ChangeRecord published) {
            this.record = record;
            this.published = published;
        }

        /** From the producer's thread, before the commit of the transaction returns in the other. */
        void at(RecordMetadata place) {
            offset = place.hasOffset() ? place.offset() : -1;
            timestamp = place.timestamp();
        }

        private TopicPartition partition() {
            return new TopicPartition(record.topic(), record.partition());
        }
    }

    void begin() {
        sent.clear();
        bytes = 0;
        isFollowed = relay.isWanted();
        if (!isFollowed) {
            lastOffsets.clear();
        }
    }

    /** Remembers a record; null when the loader will not have the transaction. */
    @Nullable
    Sent add(ProducerRecord<byte[], byte[]> record, ChangeRecord published) {
        if (!isFollowed) {
            return null;
        }
        bytes += record.value() == null ? 0 : record.value().length;
        if (relay.exceeds(sent.size() + 1, bytes)) {
            abandon();
            return null;
        }
        Sent added = new Sent(record, published);
        sent.add(added);
        return added;
    }

    /** Hands the records over, unless other programs wrote between them. */
    void committed() {
        if (!isFollowed) {
            relay.missed();
        } else if (!sent.isEmpty()) {
            handOver();
        }
    }

    private void handOver() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        List<RelayedRecord> committed = new ArrayList<>(sent.size());
        for (Sent each : sent) {
            TopicPartition partition = each.partition();
            Long before = offsets.put(partition, each.offset);
            if (each.offset < 0 || (before != null && each.offset != before + 1)) {
                abandon();
                relay.missed();
                return;
            }
            committed.add(relayed(each, partition, before == null && followsMarker(partition, each.offset)));
        }
        sent.clear();
        lastOffsets.putAll(offsets);
        relay.add(committed);
    }

    /**
     * The marker of the transaction before stands behind its last record and before the first of any later transaction
     * of the producer. So when there is one offset between, it is the marker's, and no other program's.
     */
    private boolean followsMarker(TopicPartition partition, long offset) {
        Long last = lastOffsets.get(partition);
        return last != null && offset == last + 2;
    }

    private void abandon() {
        isFollowed = false;
        sent.clear();
        lastOffsets.clear();
    }

    private static RelayedRecord relayed(Sent sent, TopicPartition partition, boolean followsMarker) {
        return new RelayedRecord(
                partition, sent.offset, sent.published, sent.record.headers(), followsMarker, sent.timestamp);
    }
}

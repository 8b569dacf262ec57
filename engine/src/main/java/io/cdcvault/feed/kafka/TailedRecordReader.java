package io.cdcvault.feed.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.kafka.RecordHeaders;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads records of change topics, also those of topics that an earlier connector wrote. */
final class TailedRecordReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TailedRecordReader() {}

    /** Empty for a tombstone, which adds nothing to the deletion before it. */
    static Optional<TailedRecord> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        TransactionStamp stamp = RecordHeaders.stampIfAny(record.headers())
                .orElseGet(() -> new TransactionStamp(0, record.timestamp() * 1000));
        return Optional.of(new TailedRecord(
                record.topic(),
                record.offset(),
                stamp.number(),
                stamp.loadDate(),
                payload(record.key()),
                payload(record.value()),
                record.value()));
    }

    /** Missing when it is no JSON: another program wrote it. */
    private static JsonNode payload(byte @Nullable [] json) {
        if (json == null) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode node = JSON.readTree(json);
            return node.has("schema") && node.has("payload") ? node.get("payload") : node;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}

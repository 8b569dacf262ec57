package io.cdcvault.feed.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.kafka.RecordHeaders;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The end of a source transaction: what belongs to it.
 *
 * @param commitLsn where it committed
 * @param events row changes of the source up to and with it
 * @param tables that it has changes of, as {@code schema.table}
 * @param partitions how many of its records each partition holds
 * @param truncated topics of the tables that it truncated
 * @param tableSnapshot that it completes a part of
 * @param hasOldPlaceholder whether its rows are to be read as {@link OldPlaceholder} says
 */
record TransactionEnd(
        TransactionStamp stamp,
        Kind kind,
        Lsn commitLsn,
        long events,
        Set<String> tables,
        Map<TopicPartition, Long> partitions,
        Set<String> truncated,
        Optional<TableSnapshot> tableSnapshot,
        boolean hasOldPlaceholder) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads an END.
     *
     * @param record stamped, of a kind that ends a transaction
     * @throws IOException when this service did not write it, with any headers
     */
    static TransactionEnd parse(ConsumerRecord<byte[], byte[]> record) throws IOException {
        try {
            return parse(record, RecordHeaders.kind(record.headers()));
        } catch (IllegalArgumentException e) {
            throw new IOException("not an END of a transaction: " + e.getMessage(), e);
        }
    }

    /** The snapshot of a single table that ends here. */
    Optional<TableSnapshot> tableSnapshotEnded() {
        return tableSnapshot.filter(snapshot -> kind.endsTableSnapshot());
    }

    /** The load date that all parts of one snapshot share; empty for what may share a batch with any transaction. */
    Optional<LoadDate> snapshotDate() {
        return kind == Kind.SNAPSHOT_PART || kind == Kind.SNAPSHOT_END || kind == Kind.TABLE_SNAPSHOT_END
                ? Optional.of(stamp.loadDate())
                : Optional.empty();
    }

    /** Its records in a partition. */
    long records(TopicPartition partition) {
        return partitions.getOrDefault(partition, 0L);
    }

    private static TransactionEnd parse(ConsumerRecord<byte[], byte[]> record, Kind kind) throws IOException {
        Contents contents = Contents.read(record.value());
        String id = contents.id;
        // Debezium puts together the transaction id and the LSN of the event itself: for an END, the commit's.
        Lsn commitLsn = new Lsn(Long.parseLong(id.substring(id.indexOf(':') + 1)));
        return new TransactionEnd(
                RecordHeaders.stamp(record.headers()),
                kind,
                commitLsn,
                RecordHeaders.events(record.headers()),
                contents.tables,
                RecordHeaders.partitions(record.headers()),
                RecordHeaders.truncated(record.headers()),
                RecordHeaders.tableSnapshot(record.headers()),
                RecordHeaders.hasOldPlaceholder(record.headers()));
    }

    /** What its JSON says, read as a stream: there is one for each transaction. */
    private static final class Contents {

        private String id = "";
        private final Set<String> tables = new HashSet<>();

        static Contents read(byte @Nullable [] json) throws IOException {
            Contents contents = new Contents();
            if (json == null) {
                throw new IOException("it has no value");
            }
            try (JsonParser parser = JSON.createParser(json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new IOException("expected a JSON object");
                }
                contents.read(parser);
            }
            return contents;
        }

        private void read(JsonParser parser) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("payload") && value == JsonToken.START_OBJECT) {
                    read(parser);
                } else if (field.equals("data_collections") && value == JsonToken.START_ARRAY) {
                    readTables(parser);
                } else if (field.equals("id") && value.isScalarValue()) {
                    id = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void readTables(JsonParser parser) throws IOException {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    readTable(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void readTable(JsonParser parser) throws IOException {
            String table = "";
            long events = 0;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "data_collection" -> table = parser.getValueAsString("");
                    case "event_count" -> events = parser.getValueAsLong();
                    default -> {}
                }
                parser.skipChildren();
            }
            if (events > 0) {
                tables.add(table);
            }
        }
    }
}

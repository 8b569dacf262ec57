package io.cdcvault.feed.kafka;

import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.publish.RecordHeaders;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes the rows of one transaction from the partitions. Within a partition they stand together and in order; how many
 * a table has, its END says.
 */
final class TransactionAssembly {

    private final TransactionEnd end;
    private final Map<String, Long> missing = new HashMap<>();

    /** @param tables {@code schema.table} of those that are read; rows of others are not waited for */
    TransactionAssembly(TransactionEnd end, Collection<String> tables) {
        this.end = end;
        end.counts().forEach((table, count) -> {
            if (count > 0 && tables.contains(table)) {
                missing.put(table, count);
            }
        });
    }

    TransactionEnd end() {
        return end;
    }

    boolean isComplete() {
        return missing.isEmpty();
    }

    /**
     * Takes what has been fetched, up to a limit.
     *
     * @param queues the partitions of each table's topic
     */
    void take(Map<String, List<PartitionQueue>> queues, EnvelopeReader reader, List<RowChange> into, int limit) {
        for (String table : List.copyOf(missing.keySet())) {
            for (PartitionQueue queue : queues.getOrDefault(table, List.of())) {
                takeFrom(queue, table, reader, into, limit);
            }
        }
    }

    private void takeFrom(PartitionQueue queue, String table, EnvelopeReader reader, List<RowChange> into, int limit) {
        while (into.size() < limit) {
            ConsumerRecord<byte[], byte[]> record = queue.takeOf(end.stamp().number());
            if (record == null) {
                return;
            }
            byte[] value = record.value();
            if (value != null && !RecordHeaders.isStamped(record.headers())) {
                into.add(unreadable(table, origin(record, value)));
            } else if (value != null) {
                into.add(read(table, origin(record, value), reader));
                missing.computeIfPresent(table, (name, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    private RowChange read(String table, Origin origin, EnvelopeReader reader) {
        try {
            return reader.read(origin, end.stamp(), end.commitLsn());
        } catch (IOException | IllegalArgumentException e) {
            return unreadable(table, origin);
        }
    }

    /** Its place among the rows is known, so it can be set aside like any other change that cannot be loaded. */
    private RowChange unreadable(String table, Origin origin) {
        int dot = table.indexOf('.');
        TableName name = new TableName(table.substring(0, dot), table.substring(dot + 1));
        return RowChange.unreadable(name, end.stamp(), end.commitLsn(), origin);
    }

    private static Origin origin(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        Place place = new Place(record.topic() + "-" + record.partition() + "@", record.offset());
        return new Origin(record.key(), value, place);
    }
}

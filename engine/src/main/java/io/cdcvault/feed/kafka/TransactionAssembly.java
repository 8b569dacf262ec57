package io.cdcvault.feed.kafka;

import io.cdcvault.change.RowChange;
import io.cdcvault.feed.EnvelopeReader;
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
            if (value != null) {
                into.add(read(record, value, reader));
                missing.computeIfPresent(table, (name, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    private RowChange read(ConsumerRecord<byte[], byte[]> record, byte[] value, EnvelopeReader reader) {
        try {
            return reader.read(record.key(), value, end.stamp(), end.commitLsn());
        } catch (IOException | IllegalArgumentException e) {
            throw PartitionQueue.unreadable(record, e);
        }
    }
}

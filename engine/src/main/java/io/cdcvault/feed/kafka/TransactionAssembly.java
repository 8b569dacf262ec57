package io.cdcvault.feed.kafka;

import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.RowBuffer;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Takes the rows of one transaction from the partitions of every table. */
final class TransactionAssembly {

    private final TransactionEnd end;
    private final List<TableAssembly> tables;

    /** @param queues of each table that is read; rows of others are not waited for */
    TransactionAssembly(TransactionEnd end, Map<TableName, List<PartitionQueue>> queues) {
        this.end = end;
        this.tables = queues.entrySet().stream()
                .map(table -> new TableAssembly(end, table.getKey(), table.getValue()))
                .filter(table -> !table.isComplete())
                .toList();
    }

    TransactionEnd end() {
        return end;
    }

    boolean isComplete() {
        return tables.stream().allMatch(TableAssembly::isComplete);
    }

    /** The partitions that hold more of it than was fetched. */
    List<TopicPartition> awaited() {
        return tables.stream().flatMap(TableAssembly::awaited).toList();
    }

    /** Takes what has been fetched, until the buffer is full. */
    void take(EnvelopeReader reader, RowBuffer into) {
        tables.forEach(table -> table.take(reader, into));
    }
}

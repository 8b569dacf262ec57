package io.cdcvault.feed.kafka;

import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * What a member loads. A table whose changes stay in order within partitions is shared partition by partition. Any
 * other goes as a whole to the member with its first partition; all members come to the same conclusion.
 */
final class Shares {

    private final VaultModel model;
    private final TopicLayout layout;
    private final RecordKeys recordKeys;
    private final Map<TableName, Boolean> divisible = new HashMap<>();
    /** Tables that this member loads as a whole for the moment. */
    private Set<TableName> whole = Set.of();

    Shares(VaultModel model, TopicLayout layout, RecordKeys recordKeys) {
        this.model = model;
        this.layout = layout;
        this.recordKeys = recordKeys;
    }

    /** By table, those without a share left out. It may hold more than the group assigned, or less. */
    Map<TableName, List<TopicPartition>> of(Set<TopicPartition> owned) {
        Map<TableName, List<TopicPartition>> mine = new LinkedHashMap<>();
        for (TableName table : layout.tables().keySet()) {
            List<TopicPartition> share = of(table, owned);
            if (!share.isEmpty()) {
                mine.put(table, share);
            }
        }
        return mine;
    }

    private List<TopicPartition> of(TableName table, Set<TopicPartition> owned) {
        List<TopicPartition> all = layout.partitions(table);
        if (whole.contains(table)) {
            return all;
        }
        if (divisible.getOrDefault(table, false)) {
            return all.stream().filter(owned::contains).toList();
        }
        return isLeader(table, owned) ? all : List.of();
    }

    boolean isLeader(TableName table, Set<TopicPartition> owned) {
        return owned.contains(layout.partitions(table).get(0));
    }

    /**
     * Looks at the tables that had no rows until now.
     *
     * @param hasRecords of the partitions
     * @return whether shares may have changed
     */
    boolean learn(Predicate<TopicPartition> hasRecords) {
        boolean changed = false;
        for (SourceTable source : model.sources()) {
            if (isNew(source.table(), hasRecords)) {
                Set<String> recordKey = recordKeys.columns(layout.partitions(source.table()));
                boolean holds = new RowOrders(model, source).hold(recordKey);
                divisible.put(source.table(), holds);
                changed |= holds;
            }
        }
        return changed;
    }

    /** Whether the transaction has rows of a table that had none until now. */
    boolean isNewTo(TransactionEnd end) {
        return model.sources().stream()
                .anyMatch(source -> isNew(source.table(), partition -> end.records(partition) > 0));
    }

    /** Loads these tables as a whole for the moment, and no others. */
    void takeWhole(Set<TableName> tables) {
        whole = Set.copyOf(tables);
    }

    boolean hasWhole() {
        return !whole.isEmpty();
    }

    private boolean isNew(TableName table, Predicate<TopicPartition> hasRecords) {
        List<TopicPartition> partitions = layout.partitions(table);
        return partitions.size() > 1
                && !divisible.containsKey(table)
                && partitions.stream().anyMatch(hasRecords);
    }
}

package io.cdcvault.installation;

import io.cdcvault.schema.model.DriftPolicy;
import io.cdcvault.schema.model.DriftPolicy.Columns;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import io.cdcvault.schema.model.DriftPolicy.DroppedKeys;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Settings.Load.Policy;
import java.util.Map;
import java.util.TreeMap;

/** What becomes of changes of a table: what the model says for the table, else what is configured. */
public record DriftRules(Settings.Load configured, VaultModel model) {

    /** Whether columns that come, go or get other names are followed; otherwise they are only reported. */
    public boolean followsColumns(TableName table) {
        return of(table).columns().orElse(configured.drift()) == Columns.FOLLOW;
    }

    /**
     * What becomes of types that become others. Where columns are not followed, neither are types, unless it is said.
     */
    public Types types(TableName table) {
        return of(table)
                .types()
                .orElse(
                        configured.drift() == Columns.REPORT && configured.types() == Types.FOLLOW
                                ? Types.PARK
                                : configured.types());
    }

    /** What becomes of the rows of a table that is dropped. */
    public Dropped dropped(TableName table) {
        return of(table).dropped().orElse(configured.droppedTables());
    }

    /** Whether the service ends when a table loses a column that rows are identified by. */
    public boolean stopsAtDroppedKeys(TableName table) {
        return of(table).droppedKeys().orElse(configured.droppedKeys()) == DroppedKeys.STOP;
    }

    /** Whether a loader has to ask about columns of any table. */
    public boolean followsAnything() {
        return model.sources().stream()
                .map(SourceTable::table)
                .anyMatch(table -> followsColumns(table) || types(table) != Types.PARK || stopsAtDroppedKeys(table));
    }

    /** Of the tables for which the model says what becomes of changes that carry columns it does not know. */
    Map<TableName, Policy> unknownColumns() {
        Map<TableName, Policy> policies = new TreeMap<>();
        model.sources().forEach(source -> source.drift()
                .unknownColumns()
                .ifPresent(word -> policies.put(source.table(), Policy.valueOf(word.name()))));
        return policies;
    }

    private DriftPolicy of(TableName table) {
        return model.source(table).map(SourceTable::drift).orElse(DriftPolicy.NONE);
    }
}

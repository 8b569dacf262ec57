package io.cdcvault.load.deadletter;

import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Settings.Load.Policy;
import java.util.Map;

/**
 * What becomes of what the model says nothing about.
 *
 * @param unknownTables changes of such tables
 * @param unknownColumns changes that carry such columns
 * @param ofTables the same of some tables
 * @param takesMissingForNull whether a column of the model that a row does not have is NULL; otherwise the row is
 *     parked
 * @param news asked before a change is set aside, or loaded in part, because its columns or their types are others than
 *     the model's
 */
public record Policies(
        Policy unknownTables,
        Policy unknownColumns,
        Map<TableName, Policy> ofTables,
        boolean takesMissingForNull,
        NewsOfColumns news) {

    public Policies {
        ofTables = Map.copyOf(ofTables);
    }

    /** Where what the source sends has every column of the model, and what else it has is as it was. */
    public Policies(Policy unknownTables, Policy unknownColumns) {
        this(unknownTables, unknownColumns, Map.of(), false, NewsOfColumns.NONE);
    }

    /**
     * As the settings say, and for some tables the model.
     *
     * @param ofTables what becomes of changes that carry unknown columns, of some tables
     */
    public static Policies of(Settings settings, Map<TableName, Policy> ofTables) {
        return new Policies(
                settings.load().unknownTables(), settings.load().unknownColumns(), ofTables, false, NewsOfColumns.NONE);
    }

    /** What becomes of changes of a table that carry columns which the model neither maps nor ignores. */
    Policy unknownColumnsOf(TableName table) {
        return ofTables.getOrDefault(table, unknownColumns);
    }

    /** Those of a replay: events may be older than a column, which was NULL in the vault's rows when it was added. */
    public Policies forReplay() {
        return new Policies(unknownTables, unknownColumns, ofTables, true, news);
    }

    /** Those of a running service, which follows the source's columns. */
    public Policies asking(NewsOfColumns source) {
        return new Policies(unknownTables, unknownColumns, ofTables, takesMissingForNull, source);
    }
}

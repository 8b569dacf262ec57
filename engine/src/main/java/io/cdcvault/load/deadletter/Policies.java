package io.cdcvault.load.deadletter;

import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Settings.Load.Policy;

/**
 * What becomes of what the model says nothing about.
 *
 * @param unknownTables changes of such tables
 * @param unknownColumns changes that carry such columns
 * @param takesMissingForNull whether a column of the model that a row does not have is NULL; otherwise the row is
 *     parked
 * @param news asked before a change is set aside, or loaded in part, because its columns are others than the model's
 */
public record Policies(Policy unknownTables, Policy unknownColumns, boolean takesMissingForNull, NewsOfColumns news) {

    /** Where what the source sends has every column of the model, and what else it has is as it was. */
    public Policies(Policy unknownTables, Policy unknownColumns) {
        this(unknownTables, unknownColumns, false, NewsOfColumns.NONE);
    }

    public static Policies of(Settings settings) {
        return new Policies(settings.load().unknownTables(), settings.load().unknownColumns());
    }

    /** Those of a replay: events may be older than a column, which was NULL in the vault's rows when it was added. */
    public Policies forReplay() {
        return new Policies(unknownTables, unknownColumns, true, news);
    }

    /** Those of a running service, which follows the source's columns. */
    public Policies asking(NewsOfColumns source) {
        return new Policies(unknownTables, unknownColumns, takesMissingForNull, source);
    }
}

package io.cdcvault.schema.evolution;

import io.cdcvault.schema.model.TableName;
import java.util.OptionalLong;

/** How a source table or one of its columns has changed since the model was written, as the vault follows it. */
public sealed interface ColumnChange {

    /** The source table. */
    TableName table();

    /** The column's name at the source; of one that was renamed, the former name; empty when it is about the table. */
    String column();

    /**
     * It came.
     *
     * @param satellite that takes its values; created beside the row's hub or link when the model has none
     * @param attribute the satellite's name for it
     * @param type in the vault
     */
    record Added(TableName table, String column, String satellite, String attribute, String type)
            implements ColumnChange {}

    /** It went. What it feeds is NULL in versions from then on. */
    record Dropped(TableName table, String column) implements ColumnChange {}

    /**
     * It has a type that holds what its former one did, and more. The vault's columns that it feeds follow.
     *
     * @param formerType what the vault has for the former type; empty when that is not known
     * @param type what the vault has for the present one
     */
    record Retyped(TableName table, String column, String formerType, String type) implements ColumnChange {}

    /**
     * The table came.
     *
     * @param model of it alone, with the hubs that it mentions, as a model's file has it
     */
    record TableAdded(TableName table, String model) implements ColumnChange {

        @Override
        public String column() {
            return "";
        }
    }

    /**
     * The table went.
     *
     * @param areRowsEnded in the vault; otherwise they stay as they were last seen
     */
    record TableDropped(TableName table, boolean areRowsEnded) implements ColumnChange {

        @Override
        public String column() {
            return "";
        }
    }

    /**
     * It is the same column under another name.
     *
     * @param before a position in the source's log, in bytes: the column was renamed before it; empty when that is not
     *     known
     */
    record Renamed(TableName table, String column, String newName, OptionalLong before) implements ColumnChange {

        /** Right now. */
        public Renamed(TableName table, String column, String newName) {
            this(table, column, newName, OptionalLong.empty());
        }
    }
}

package io.cdcvault.schema.model;

import java.util.Optional;

/**
 * What a model says of one source table about its changes. What is empty is as the service is configured.
 *
 * @param columns that come, go or get other names
 * @param types of columns that become others
 * @param unknownColumns that a change carries and the model neither maps nor ignores
 * @param dropped what becomes of its rows in the vault when the table is dropped
 * @param droppedKeys what becomes of its changes when it loses a column that rows are identified by
 */
public record DriftPolicy(
        Optional<Columns> columns,
        Optional<Types> types,
        Optional<Unknown> unknownColumns,
        Optional<Dropped> dropped,
        Optional<DroppedKeys> droppedKeys) {

    /** All of it as the service is configured. */
    public static final DriftPolicy NONE =
            new DriftPolicy(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What to do when the source's columns become others. */
    public enum Columns {
        /** Load new columns, too; take those that are gone for NULL. */
        FOLLOW,
        /** Load what the model's file says, and report the rest. */
        REPORT
    }

    /** What to do when the type of a source's column becomes another. */
    public enum Types {
        /** Give the vault's column a wider type; set values aside that do not fit any other. */
        FOLLOW,
        /** Give the vault's column a wider type, or make it a text where it does not hold any other. */
        TEXT,
        /** Leave the vault's column as it is, and set values aside that do not fit. */
        PARK,
        /** Give the vault's column a wider type, and end the service at any other, so that the model comes first. */
        STOP
    }

    /** What to do in the vault when a source table is dropped. */
    public enum Dropped {
        /** Leave its rows as they were last seen, and say that something is to be done. */
        REPORT,
        /** Leave its rows as they were last seen. */
        KEEP,
        /** End its rows, as a deletion of each would. */
        END
    }

    /** What to do when a source table loses a column that rows of the vault are identified by. */
    public enum DroppedKeys {
        /** Set its changes aside as dead letters. */
        PARK,
        /** End the service, so that the model comes first. */
        STOP
    }

    /** What to do with what the model says nothing about. */
    public enum Unknown {
        IGNORE,
        PARK,
        STOP
    }
}

package io.cdcvault.publish;

import io.cdcvault.schema.model.TableName;

/** How the topics of one prefix are called: as Debezium does, plus one of our own for the position. */
public record TopicNames(String prefix) {

    public String table(TableName table) {
        // Debezium's own rule for what a topic's name cannot hold.
        return (prefix + "." + table.schema() + "." + table.table()).replaceAll("[^a-zA-Z0-9._-]", "_");
    }

    /** BEGIN and END of each source transaction. */
    public String transactions() {
        return prefix + ".transaction";
    }

    /** Where the capture stands; compacted, for this service alone. */
    public String position() {
        return prefix + ".cdc-vault.position";
    }
}

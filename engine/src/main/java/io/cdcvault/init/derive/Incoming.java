package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The foreign keys that lead to tables. */
final class Incoming {

    private final Map<TableName, List<Reference>> byTarget = new HashMap<>();

    /** @param tables those that the model has */
    Incoming(Collection<CatalogTable> tables) {
        tables.forEach(table -> table.foreignKeys()
                .forEach(key -> byTarget.computeIfAbsent(key.target(), target -> new ArrayList<>())
                        .add(new Reference(table.name(), key))));
    }

    /**
     * A foreign key with the table that has it.
     *
     * @param from the table that refers
     */
    record Reference(TableName from, ForeignKey key) {

        /** Whether a row that refers holds these columns of the row that it refers to. */
        boolean holds(List<String> columns) {
            return key.targetColumns().containsAll(columns);
        }

        /** As in a sentence. */
        String words() {
            return from.table() + " by " + KeyScore.words(key.columns());
        }
    }

    List<Reference> to(TableName target) {
        return byTarget.getOrDefault(target, List.of());
    }
}

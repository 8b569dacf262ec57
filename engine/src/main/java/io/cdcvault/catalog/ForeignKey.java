package io.cdcvault.catalog;

import io.cdcvault.schema.model.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A foreign key.
 *
 * @param columns of the table that refers
 * @param targetColumns of the table that is referred to, one for each of {@code columns}
 */
public record ForeignKey(String name, TableName target, List<String> columns, List<String> targetColumns) {

    public ForeignKey {
        columns = List.copyOf(columns);
        targetColumns = List.copyOf(targetColumns);
    }

    /** The part of the key that refers to some of its target columns: a reference that says less, and is as exact. */
    public ForeignKey onto(List<String> wanted) {
        Map<String, String> pairs = byTarget();
        return new ForeignKey(
                name,
                target,
                wanted.stream().map(pairs::get).map(Objects::requireNonNull).toList(),
                wanted);
    }

    /** By target column, the column that refers to it. */
    public Map<String, String> byTarget() {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            pairs.put(targetColumns.get(i), columns.get(i));
        }
        return pairs;
    }
}

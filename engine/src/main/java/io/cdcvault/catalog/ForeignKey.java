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
 * @param required the columns that are not empty in a row that refers: all of the key's, also where {@code columns} are
 *     a part of them
 */
public record ForeignKey(
        String name, TableName target, List<String> columns, List<String> targetColumns, List<String> required) {

    public ForeignKey {
        columns = List.copyOf(columns);
        targetColumns = List.copyOf(targetColumns);
        required = List.copyOf(required);
    }

    /** A whole key, as the source declares it. */
    public ForeignKey(String name, TableName target, List<String> columns, List<String> targetColumns) {
        this(name, target, columns, targetColumns, columns);
    }

    /** The part of the key that refers to some of its target columns: a reference that says less, and is as exact. */
    public ForeignKey onto(List<String> wanted) {
        Map<String, String> pairs = byTarget();
        return new ForeignKey(
                name,
                target,
                wanted.stream().map(pairs::get).map(Objects::requireNonNull).toList(),
                wanted,
                required);
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

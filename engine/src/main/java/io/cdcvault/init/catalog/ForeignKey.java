package io.cdcvault.init.catalog;

import io.cdcvault.schema.model.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** By target column, the column that refers to it. */
    public Map<String, String> byTarget() {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            pairs.put(targetColumns.get(i), columns.get(i));
        }
        return pairs;
    }
}

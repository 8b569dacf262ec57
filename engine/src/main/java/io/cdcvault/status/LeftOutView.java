package io.cdcvault.status;

import io.cdcvault.schema.model.TableName;
import java.util.List;

/**
 * What has come at the source and is not loaded: a table, or columns of a table of the model.
 *
 * <p>Why: docs/decisions/0043-what-is-left-out-is-said.md
 *
 * @param columns empty when it is the table
 * @param reason in the words that follow the table's name
 * @param remedy what to do
 */
public record LeftOutView(TableName table, List<String> columns, String reason, String remedy) {

    public LeftOutView {
        columns = List.copyOf(columns);
    }

    /** Columns of a table of the model. */
    public static LeftOutView ofColumns(TableName table, List<String> columns) {
        return new LeftOutView(
                table,
                columns,
                "has got " + String.join(", ", columns) + ", which the model neither maps nor ignores",
                "Map what the vault shall hold, or list it under `ignore`, and run `cdc-vault model migrate`");
    }

    /** In a sentence, and what to do in another one. */
    public String text() {
        return (columns.isEmpty() ? "Not loaded: the table " : "Not loaded of the table ") + table
                + (columns.isEmpty() ? " " : ": it ") + reason + ". " + remedy;
    }
}

package io.cdcvault.load.plan;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.database.Identifiers;
import io.cdcvault.load.plan.Staging.StagedColumn;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Carries over what an update of a row's key did not touch. The log holds such an update as a deletion and, right after
 * it, an insertion; PostgreSQL leaves out TOASTed values that are as before, and they stand in the state of the row
 * that was deleted.
 *
 * @param mark asks the deletion for the values that its insertion lacks, to be filled in like an update's
 * @param inherit gives the insertions what their deletions have by now; touches no row when there is nothing new
 * @param unmark to be executed last: a deletion itself needs no values
 */
public record KeyChanges(String mark, String inherit, String unmark) {

    private static final String IS_SUCCESSOR =
            "s.\"#event\" = 'm' and d.\"#seq\" = s.\"#seq\" - 1 and not d.\"#live\" and d.\"#load_date\" = s.\"#load_date\"";

    static KeyChanges of(Staging staging, List<String> rowKey) {
        List<String> values = staging.sourceColumns().stream()
                .map(StagedColumn::staged)
                .filter(column -> !rowKey.contains(column))
                .toList();
        String table = quoted(staging.tableName());
        String mark = "update " + table + " as d set \"#toasted\" = d.\"#toasted\" || s.\"#toasted\" from " + table
                + " as s where " + IS_SUCCESSOR;
        String inherit = "update " + table + " as s set "
                + values.stream().map(KeyChanges::inherited).collect(Collectors.joining())
                + "\"#toasted\" = array(select unnest(s.\"#toasted\") intersect select unnest(d.\"#toasted\")) from "
                + table + " as d where " + IS_SUCCESSOR + " and not s.\"#toasted\" <@ d.\"#toasted\"";
        String unmark =
                "update " + table + " set \"#toasted\" = array(select unnest(\"#toasted\") intersect select unnest("
                        + array(rowKey) + ")) where not \"#live\" and \"#toasted\" && " + array(values);
        return new KeyChanges(mark, inherit, unmark);
    }

    private static String inherited(String column) {
        String name = literal(column);
        return quoted(column) + " = case when " + name + " = any(s.\"#toasted\") and " + name
                + " <> all(d.\"#toasted\") then d." + quoted(column) + " else s." + quoted(column) + " end, ";
    }

    private static String array(List<String> columns) {
        return columns.stream().map(Identifiers::literal).collect(Collectors.joining(", ", "array[", "]::text[]"));
    }
}

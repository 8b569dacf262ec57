package io.cdcvault.capture.connector;

import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Map;

/**
 * What is captured, and what is particular about some of the tables.
 *
 * @param tables all of them
 * @param keys for tables that are not identified by a primary key, the columns that identify a row
 * @param unpublished columns that the replication stream does not carry, so a snapshot must not either
 * @param parents tables that others inherit from, with their published columns: a snapshot reads their own rows only
 */
public record CaptureScope(
        List<TableName> tables,
        Map<TableName, List<String>> keys,
        Map<TableName, List<String>> unpublished,
        Map<TableName, List<String>> parents) {

    public CaptureScope {
        tables = List.copyOf(tables);
        keys = Map.copyOf(keys);
        unpublished = Map.copyOf(unpublished);
        parents = Map.copyOf(parents);
    }

    /** The same where the stream leaves out other columns. */
    public CaptureScope leavingOut(Map<TableName, List<String>> otherColumns) {
        return new CaptureScope(tables, keys, otherColumns, parents);
    }

    /** Tables with nothing particular about them but their keys. */
    public static CaptureScope of(List<TableName> tables, Map<TableName, List<String>> keys) {
        return new CaptureScope(tables, keys, Map.of(), Map.of());
    }
}

package io.cdcvault.oracle;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.EnvelopeReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A change as the connector sends it, with the record's key. */
final class EnvelopeChange {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EnvelopeChange() {}

    /**
     * Read from its envelope.
     *
     * @param table in the schema {@code shop}
     * @param operation its letter
     * @param key of the record; null for none
     * @param row before a deletion, else after the change
     */
    static RowChange of(
            long transaction, String table, String operation, Map<String, String> key, Map<String, String> row) {
        boolean isDeletion = operation.equals("d");
        return read(transaction, table, operation, key, isDeletion ? row : null, isDeletion ? null : row);
    }

    /** An update that shows the row before, as with replica identity full. */
    static RowChange update(
            long transaction,
            String table,
            Map<String, String> key,
            Map<String, String> before,
            Map<String, String> after) {
        return read(transaction, table, "u", key, before, after);
    }

    private static RowChange read(
            long transaction,
            String table,
            String operation,
            Map<String, String> key,
            Map<String, String> before,
            Map<String, String> after) {
        try {
            Map<String, Object> envelope = new LinkedHashMap<>();
            envelope.put("before", before);
            envelope.put("after", after);
            envelope.put("op", operation);
            envelope.put("source", Map.of("schema", "shop", "table", table));
            Origin origin = new Origin(
                    key == null ? null : JSON.writeValueAsBytes(key),
                    JSON.writeValueAsBytes(envelope),
                    new Place("test@", transaction));
            return new EnvelopeReader()
                    .read(origin, new TransactionStamp(transaction, transaction), Optional.of(new Lsn(transaction)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param columns names and values by turns */
    static Map<String, String> row(String... columns) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            row.put(columns[i], columns[i + 1]);
        }
        return row;
    }
}

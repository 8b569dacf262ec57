package io.cdcvault.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.RowChange;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What tells a row of the source from others, for as long as it waits among the dead letters: the columns of the
 * record's key. A change without key, as in a file, is told by the columns that identify it in the model.
 *
 * @param json the columns in alphabetical order, values as text
 */
record RowKey(TableName table, String json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Empty when the change does not tell.
     *
     * @param identity the source columns that identify a row in the model
     */
    static Optional<RowKey> of(RowChange change, List<String> identity) {
        Map<String, @Nullable String> columns = ofRecord(change.origin().key());
        if (columns.isEmpty() && change.image().columns().keySet().containsAll(identity)) {
            identity.forEach(column -> columns.put(column, change.image().text(column)));
        } else if (columns.isEmpty() && !change.operation().leavesRow()) {
            columns.putAll(change.image().columns());
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(new RowKey(change.table(), write(columns)));
    }

    /** Of any row of a table. */
    static RowKey some(TableName table) {
        return new RowKey(table, write(Map.of()));
    }

    boolean isSome() {
        return equals(some(table));
    }

    /** Whether two changes of one table are about the same row; cheaper than to compare their keys. */
    static boolean isSame(RowChange one, RowChange other, List<String> identity) {
        if (one.origin().key() != null && other.origin().key() != null) {
            return Arrays.equals(one.origin().key(), other.origin().key());
        }
        return of(one, identity).equals(of(other, identity));
    }

    Map<String, @Nullable String> columns() {
        try {
            return JSON.readValue(json, new TypeReference<TreeMap<String, @Nullable String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a row's key: " + json, e);
        }
    }

    private static Map<String, @Nullable String> ofRecord(byte @Nullable [] key) {
        try {
            return key == null ? new TreeMap<>() : new TreeMap<>(EnvelopeReader.readKey(key));
        } catch (IOException e) {
            // A key that nobody can read tells nothing.
            return new TreeMap<>();
        }
    }

    private static String write(Map<String, @Nullable String> columns) {
        try {
            return JSON.writeValueAsString(columns);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts is always JSON", e);
        }
    }
}

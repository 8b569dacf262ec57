package io.cdcvault.load.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.load.plan.RowIdentity;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes a row of the source from others, for as long as it waits among the dead letters: the columns of
 * the record's key. A change without key, as in a file, is known by the columns that identify it in the model. Where
 * these are empty and the record's key has no others, nothing but the whole row distinguishes it from others: then by a
 * digest.
 *
 * @param json the columns in alphabetical order, values as text
 */
public record RowKey(TableName table, String json) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGE = "SHA-256 of the row";

    /** Empty when the change does not carry it. */
    public static Optional<RowKey> of(RowChange change, RowIdentity identity) {
        Map<String, @Nullable String> columns = ofRecord(change.origin().key());
        List<String> identifying = identity.columns();
        boolean hasAll = change.image().columns().keySet().containsAll(identifying);
        if (identifying.containsAll(columns.keySet())
                && identity.gap(change.image()).isPresent()) {
            return Optional.of(ofImage(change.table(), change.image(), identifying));
        }
        if (columns.isEmpty() && hasAll) {
            identifying.forEach(column -> columns.put(column, change.image().text(column)));
        } else if (columns.isEmpty() && !change.operation().leavesRow()) {
            columns.putAll(change.image().columns());
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(new RowKey(change.table(), write(columns)));
    }

    /** Whether the record's key has columns beside those that identify the row in the model, and is known by them. */
    public static boolean tellsByRecord(RowChange change, List<String> identifying) {
        return !identifying.containsAll(ofRecord(change.origin().key()).keySet());
    }

    /** As the warehouse holds it, whose encoding may lack characters of the key. */
    public static RowKey stored(TableName table, String json) {
        RowKey row = new RowKey(table, json);
        return json.contains("\\u") ? new RowKey(table, write(row.columns())) : row;
    }

    /** By the record's key alone. */
    public static Optional<RowKey> ofRecord(RowChange change) {
        Map<String, @Nullable String> columns = ofRecord(change.origin().key());
        return columns.isEmpty() ? Optional.empty() : Optional.of(new RowKey(change.table(), write(columns)));
    }

    /** Of a row that only all of its columns together distinguish from others. */
    public static RowKey ofImage(TableName table, RowImage image, List<String> identifying) {
        Map<String, @Nullable String> columns = new TreeMap<>();
        identifying.forEach(column -> columns.put(column, image.text(column)));
        columns.put(IMAGE, sha256(write(new TreeMap<>(image.columns()))));
        return new RowKey(table, write(columns));
    }

    /** Whether two changes of one table are about the same row; cheaper than to compare their keys. */
    public static boolean isSame(RowChange one, RowChange other, RowIdentity identity) {
        if (one.origin().key() != null && other.origin().key() != null) {
            return Arrays.equals(one.origin().key(), other.origin().key());
        }
        return of(one, identity).equals(of(other, identity));
    }

    public Map<String, @Nullable String> columns() {
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
            // A key that cannot be read identifies nothing.
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

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}

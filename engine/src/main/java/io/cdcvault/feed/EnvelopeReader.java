package io.cdcvault.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Debezium envelopes as row changes. Reads the JSON as a stream: a row's values are copied once, as text. A deletion's
 * image holds the columns that are known, and no others.
 */
public final class EnvelopeReader {

    /** A value may be as long as PostgreSQL and the brokers allow. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final ObjectMapper JSON_TREES = new ObjectMapper(JSON);

    /**
     * Reads one envelope.
     *
     * @param origin the envelope, with or without a schema around it, and the record's key
     * @param commitLsn where the transaction committed: a row's own LSN says nothing about what was visible when; empty
     *     as long as its end has not come
     * @throws IOException when it is not an envelope
     */
    public RowChange read(Origin origin, TransactionStamp stamp, Optional<Lsn> commitLsn) throws IOException {
        Envelope envelope = new Envelope();
        try (JsonParser parser = JSON.createParser(origin.envelope())) {
            expect(parser, JsonToken.START_OBJECT);
            readEnvelope(parser, envelope);
        }
        byte @Nullable [] key = origin.key();
        boolean hasImage = envelope.after != null || envelope.before != null;
        Map<String, @Nullable String> identity = key == null || hasImage ? Map.of() : readKey(key);
        return envelope.change(identity, stamp, commitLsn, origin);
    }

    /**
     * Reads the row as it was before the change, as far as the envelope shows it.
     *
     * @return empty when it does not
     * @throws IOException when it is not an envelope
     */
    public static Optional<RowImage> readBefore(byte[] json) throws IOException {
        Envelope envelope = new Envelope();
        try (JsonParser parser = JSON.createParser(json)) {
            expect(parser, JsonToken.START_OBJECT);
            readEnvelope(parser, envelope);
        }
        return Optional.ofNullable(envelope.before).map(RowImage::new);
    }

    /**
     * Reads a record's key.
     *
     * @param key JSON, with or without a schema around it
     * @return the identifying columns
     * @throws IOException when it is not a key
     */
    public static Map<String, @Nullable String> readKey(byte[] key) throws IOException {
        try (JsonParser parser = JSON.createParser(key)) {
            expect(parser, JsonToken.START_OBJECT);
            Map<String, @Nullable String> columns = Objects.requireNonNull(readRow(parser));
            // Rare, and a table may have columns of these names.
            return columns.size() == 2 && columns.containsKey("schema") && columns.containsKey("payload")
                    ? readWrappedKey(key)
                    : columns;
        }
    }

    private static Map<String, @Nullable String> readWrappedKey(byte[] key) throws IOException {
        JsonNode node = JSON_TREES.readTree(key);
        JsonNode columns = node.path("payload").isObject() ? node.get("payload") : node;
        try (JsonParser parser = JSON_TREES.treeAsTokens(columns)) {
            parser.nextToken();
            return Objects.requireNonNull(readRow(parser));
        }
    }

    private static void readEnvelope(JsonParser parser, Envelope envelope) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "payload" -> {
                    if (isObject(parser)) {
                        readEnvelope(parser, envelope);
                    }
                }
                case "before" -> envelope.before = readRow(parser);
                case "after" -> envelope.after = readRow(parser);
                case "source" -> readSource(parser, envelope);
                case "transaction" -> readTransaction(parser, envelope);
                case "op" -> envelope.operation = Operation.ofLetter(scalar(parser));
                default -> parser.skipChildren();
            }
        }
    }

    private static void readSource(JsonParser parser, Envelope envelope) throws IOException {
        if (!isObject(parser)) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "schema" -> envelope.schema = scalar(parser);
                case "table" -> envelope.table = scalar(parser);
                case "snapshot" -> {
                    envelope.isOfIncrementalSnapshot =
                            parser.getValueAsString("").equals(RowChange.INCREMENTAL);
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
    }

    private static void readTransaction(JsonParser parser, Envelope envelope) throws IOException {
        if (!isObject(parser)) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("total_order")) {
                envelope.order = parser.getValueAsLong();
            }
            parser.skipChildren();
        }
    }

    private static @Nullable Map<String, @Nullable String> readRow(JsonParser parser) throws IOException {
        if (!isObject(parser)) {
            return null;
        }
        Map<String, @Nullable String> row = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String column = parser.currentName();
            row.put(column, text(parser, parser.nextToken()));
        }
        return row;
    }

    /** Skips all else. */
    private static boolean isObject(JsonParser parser) throws IOException {
        boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
        if (!isObject) {
            parser.skipChildren();
        }
        return isObject;
    }

    private static String scalar(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue()) {
            throw new IOException("op, source.schema or source.table is not a text");
        }
        return parser.getText();
    }

    private static @Nullable String text(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case START_OBJECT, START_ARRAY -> parser.readValueAsTree().toString();
            // The digits as they stand, so that none is lost to a double.
            default -> parser.getText();
        };
    }

    private static void expect(JsonParser parser, JsonToken token) throws IOException {
        if (parser.nextToken() != token) {
            throw new IOException("expected a JSON object");
        }
    }

    /** What has been read so far. */
    private static final class Envelope {

        private @Nullable Operation operation;
        private @Nullable Map<String, @Nullable String> before;
        private @Nullable Map<String, @Nullable String> after;
        private @Nullable String schema;
        private @Nullable String table;
        private boolean isOfIncrementalSnapshot;
        private long order;

        RowChange change(
                Map<String, @Nullable String> key, TransactionStamp stamp, Optional<Lsn> commitLsn, Origin origin)
                throws IOException {
            if (operation == null || schema == null || table == null) {
                throw new IOException("op, source.schema or source.table is missing");
            }
            RowChange change =
                    new RowChange(new TableName(schema, table), means(), image(key), stamp, commitLsn, order, origin);
            return before != null && operation == Operation.UPDATE ? updated(change, new RowImage(before)) : change;
        }

        private Operation means() {
            return operation == Operation.DELETE && isOfIncrementalSnapshot
                    ? Operation.ABSENCE
                    : Objects.requireNonNull(operation);
        }

        /** With replica identity full the log holds the whole row as it was, TOASTed values included. */
        private static RowChange updated(RowChange change, RowImage before) {
            return change.with(change.image().completedFrom(before)).after(before);
        }

        private RowImage image(Map<String, @Nullable String> key) {
            Map<String, @Nullable String> known = after != null ? after : before;
            return new RowImage(known == null ? key : known);
        }
    }
}

package io.cdcvault.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Our stamp on a record, beside Debezium's envelope and not inside it, as decimal text: consumers that know nothing of
 * it see the envelope unchanged.
 */
public final class RecordHeaders {

    static final String TRANSACTION = "cdc-vault-transaction";
    static final String LOAD_DATE = "cdc-vault-load-date";
    static final String EVENTS = "cdc-vault-events";
    static final String KIND = "cdc-vault-kind";
    static final String PARTITIONS = "cdc-vault-partitions";
    static final String TRUNCATED = "cdc-vault-truncated";
    static final String SNAPSHOT = "cdc-vault-snapshot";
    static final String SNAPSHOT_TABLE = "cdc-vault-snapshot-table";
    static final String FORMAT = "cdc-vault-format";

    /** How values are written in the rows of a transaction; version 0.1.0 wrote the first form and no header. */
    private static final int CURRENT_FORMAT = 2;

    private static final Pattern COUNTED = Pattern.compile("(.+)-(\\d+)=(\\d+)", Pattern.DOTALL);

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordHeaders() {}

    public static List<Header> ofRow(ChangeRecord record) {
        List<Header> headers = new ArrayList<>();
        headers.add(header(TRANSACTION, record.stamp().number().toString()));
        headers.add(header(LOAD_DATE, Long.toString(record.stamp().loadDate().micros())));
        TableSnapshot snapshot = record.snapshot();
        if (snapshot != null) {
            headers.add(header(SNAPSHOT, Long.toString(snapshot.number())));
        }
        return headers;
    }

    public static List<Header> ofBegin(ChangeRecord record) {
        List<Header> headers = ofRow(record);
        headers.add(header(EVENTS, Long.toString(record.events())));
        headers.add(header(KIND, record.kind().name()));
        return headers;
    }

    /** An END also says what belongs to its transaction: {@code topic-partition=records,…} and {@code topic,…}. */
    public static List<Header> ofEnd(ChangeRecord record, Map<TopicPartition, Long> records, Set<String> truncated) {
        List<Header> headers = ofBegin(record);
        headers.add(header(
                PARTITIONS,
                records.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(","))));
        headers.add(header(FORMAT, Integer.toString(CURRENT_FORMAT)));
        if (!truncated.isEmpty()) {
            headers.add(header(TRUNCATED, String.join(",", truncated)));
        }
        TableSnapshot snapshot = record.snapshot();
        if (snapshot != null) {
            headers.add(header(SNAPSHOT_TABLE, json(snapshot.table())));
        }
        return headers;
    }

    /** The number of the snapshot of a row's table that was under way, or that shows the row. */
    public static OptionalLong snapshot(Headers headers) {
        return headers.lastHeader(SNAPSHOT) == null
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(text(headers, SNAPSHOT)));
    }

    /**
     * The snapshot of a single table that an END completes, or a part of it.
     *
     * @throws IllegalArgumentException when the record was not written by this service
     */
    public static Optional<TableSnapshot> tableSnapshot(Headers headers) {
        return headers.lastHeader(SNAPSHOT_TABLE) == null
                ? Optional.empty()
                : Optional.of(new TableSnapshot(
                        Long.parseLong(text(headers, SNAPSHOT)),
                        table(text(headers, SNAPSHOT_TABLE)),
                        text(headers, KIND).equals(Kind.PARTIAL_SNAPSHOT_END.name())));
    }

    /** Whether the rows of an END's transaction mark a value that the change did not touch as version 0.1.0 did. */
    public static boolean hasOldPlaceholder(Headers headers) {
        return headers.lastHeader(FORMAT) == null;
    }

    private static String json(TableName table) {
        return JSON.createArrayNode().add(table.schema()).add(table.table()).toString();
    }

    private static TableName table(String json) {
        try {
            JsonNode names = JSON.readTree(json);
            return new TableName(names.path(0).asText(), names.path(1).asText());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a table: " + json, e);
        }
    }

    /**
     * How many records of the transaction each partition holds, tombstones included.
     *
     * @param headers of an END
     * @throws IllegalArgumentException when the record was not written by this service
     */
    public static Map<TopicPartition, Long> partitions(Headers headers) {
        Map<TopicPartition, Long> records = new HashMap<>();
        for (String part : parts(text(headers, PARTITIONS))) {
            Matcher counted = COUNTED.matcher(part);
            if (!counted.matches()) {
                throw new IllegalArgumentException("not a number of records in a partition: " + part);
            }
            records.put(
                    new TopicPartition(counted.group(1), Integer.parseInt(counted.group(2))),
                    Long.parseLong(counted.group(3)));
        }
        return records;
    }

    /** The topics of the tables that the transaction truncated. */
    public static Set<String> truncated(Headers headers) {
        return headers.lastHeader(TRUNCATED) == null ? Set.of() : Set.copyOf(parts(text(headers, TRUNCATED)));
    }

    private static List<String> parts(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    /**
     * The transaction that a record belongs to.
     *
     * @throws IllegalArgumentException when the record was not written by this service
     */
    public static TransactionStamp stamp(Headers headers) {
        return new TransactionStamp(
                Long.parseLong(text(headers, TRANSACTION)), Long.parseLong(text(headers, LOAD_DATE)));
    }

    /** The transaction that a record belongs to; empty when a service like this one did not write it. */
    public static Optional<TransactionStamp> stampIfAny(Headers headers) {
        if (headers.lastHeader(TRANSACTION) == null || headers.lastHeader(LOAD_DATE) == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(stamp(headers)).filter(stamp -> stamp.number().exists());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What a record of the transaction topic says. */
    public static Kind kind(Headers headers) {
        return Kind.valueOf(text(headers, KIND));
    }

    /** Row changes captured up to and with this record's transaction. */
    public static long events(Headers headers) {
        return Long.parseLong(text(headers, EVENTS));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}

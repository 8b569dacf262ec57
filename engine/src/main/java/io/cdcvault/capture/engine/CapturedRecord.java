package io.cdcvault.capture.engine;

import io.cdcvault.change.Lsn;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What kind of record the engine handed over, and what its source offset says. */
record CapturedRecord(SourceRecord source, Kind kind) {

    enum Kind {
        ROW,
        TRUNCATE,
        SNAPSHOT_ROW,
        LAST_SNAPSHOT_ROW,
        INCREMENTAL_SNAPSHOT_ROW,
        BEGIN,
        END,
        TOMBSTONE,
        /** A heartbeat or a logical message: nothing to publish, but the position moves on. */
        HEARTBEAT;

        boolean isSnapshot() {
            return this == SNAPSHOT_ROW || this == LAST_SNAPSHOT_ROW || this == INCREMENTAL_SNAPSHOT_ROW;
        }
    }

    static CapturedRecord of(SourceRecord record) {
        return new CapturedRecord(record, kindOf(record));
    }

    private static Kind kindOf(SourceRecord record) {
        if (record.value() == null) {
            return Kind.TOMBSTONE;
        }
        Struct value = (Struct) record.value();
        if (value.schema().field("status") != null) {
            return value.getString("status").equals("BEGIN") ? Kind.BEGIN : Kind.END;
        }
        if (value.schema().field("op") == null || value.getString("op").equals("m")) {
            return Kind.HEARTBEAT;
        }
        if (value.getString("op").equals("t")) {
            return Kind.TRUNCATE;
        }
        return kindOfRow(value.getStruct("source").getString("snapshot"));
    }

    private static Kind kindOfRow(@Nullable String snapshot) {
        if (snapshot == null || snapshot.equals("false")) {
            return Kind.ROW;
        }
        if (snapshot.equals("incremental")) {
            return Kind.INCREMENTAL_SNAPSHOT_ROW;
        }
        return snapshot.equals("last") ? Kind.LAST_SNAPSHOT_ROW : Kind.SNAPSHOT_ROW;
    }

    /** Whether a restart may continue right after this record without splitting a source transaction. */
    boolean isBoundary() {
        return kind == Kind.END || kind.isSnapshot() || (kind == Kind.HEARTBEAT && !isInTransaction());
    }

    /** Whether it stands between two transactions and belongs to none. */
    boolean isBetweenTransactions() {
        return kind == Kind.HEARTBEAT && !isInTransaction();
    }

    /** Of a BEGIN, PostgreSQL's number of the transaction. */
    long transactionNumber() {
        return Long.parseLong(transactionId());
    }

    /** Of a BEGIN or an END, PostgreSQL's number of the transaction as text; without the LSN that follows it. */
    String transactionId() {
        String id = ((Struct) source.value()).getString("id");
        int colon = id.indexOf(':');
        return colon < 0 ? id : id.substring(0, colon);
    }

    /** Of an END, where its transaction committed: the connector puts the LSN of the event itself behind the number. */
    Lsn endedAt() {
        String id = ((Struct) source.value()).getString("id");
        return new Lsn(Long.parseLong(id.substring(id.indexOf(':') + 1)));
    }

    /** Its own. */
    Lsn lsn() {
        return new Lsn(number("lsn"));
    }

    /** Whether the connector saw it between a transaction's BEGIN and its END. */
    boolean isInTransaction() {
        return offset().containsKey("transaction_id");
    }

    /** Whether the stream has begun, so that a snapshot before it has ended. */
    boolean isOfStream() {
        return kind == Kind.BEGIN || (isBetweenTransactions() && !offset().containsKey("snapshot"));
    }

    /** Whether it is a logical message, which the connector counts among the events of its transaction. */
    boolean isMessage() {
        return kind == Kind.HEARTBEAT && ((Struct) source.value()).schema().field("op") != null;
    }

    /**
     * The offset to resume from after this record. Without {@code lsn_proc} PostgreSQL itself resumes at the end of the
     * transaction, and the connector searches nothing; a snapshot's offset is kept whole.
     */
    Map<String, Object> resumeOffset() {
        if (offset().containsKey("snapshot")) {
            return new LinkedHashMap<>(offset());
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        offset().forEach((name, value) -> {
            if (isKept(name)) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    private static boolean isKept(String name) {
        return switch (name) {
            case "lsn", "lsn_commit", "txId", "ts_usec" -> true;
            default -> name.startsWith("incremental_snapshot_");
        };
    }

    /** Commit time on the master, in microseconds since 1970. */
    long commitTime() {
        return number("ts_usec");
    }

    /** Where the transaction committed, or where the snapshot was taken. */
    long commitLsn() {
        return offset().get("lsn_commit") == null ? number("lsn") : number("lsn_commit");
    }

    /** {@code schema.table}, as the transaction metadata calls it. */
    String dataCollection() {
        Struct origin = ((Struct) source.value()).getStruct("source");
        return origin.getString("schema") + "." + origin.getString("table");
    }

    private long number(String name) {
        return offset().get(name) instanceof Number number ? number.longValue() : 0;
    }

    @SuppressWarnings("unchecked") // The Connect API of a PostgreSQL connector's offset: always a map of strings.
    private Map<String, Object> offset() {
        return (Map<String, Object>) source.sourceOffset();
    }
}

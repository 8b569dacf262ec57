package io.cdcvault.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.capture.engine.CapturedRecord.Kind;
import io.cdcvault.capture.snapshot.SnapshotChunk;
import io.cdcvault.capture.snapshot.VisibleTransactions;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TableSnapshots;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

final class TransactionStamperTest {

    private static final TableSnapshot SNAPSHOT = new TableSnapshot(7, new TableName("shop", "orders"));
    private static final Schema METADATA = SchemaBuilder.struct()
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .field("op", Schema.STRING_SCHEMA)
            .field("source", SOURCE)
            .build();

    private final Appended log = new Appended();
    private final TransactionStamper stamper = new TransactionStamper(
            log, new CapturedEnvelopes(new EnvelopeJson(false)), "transaction", CapturePosition.START);

    /** The stream may still be before the removal of rows, not sent, that the snapshot shall make good. */
    @Test
    void changesShowWhatExistsFromTheFirstRowsOfASnapshotOn() {
        stamper.follow(new TableSnapshots(OptionalLong.empty(), Optional.of(SnapshotCursor.atBeginning(SNAPSHOT))));
        transaction(1, "orders");
        stamper.append(chunk(), CapturePosition.START, begin(2));
        transaction(2, "orders");
        transaction(3, "customers");

        assertThat(log.rows()).containsExactly(Optional.empty(), Optional.of(SNAPSHOT), Optional.empty());
    }

    private void transaction(long number, String table) {
        stamper.append(begin(number));
        Struct source = new Struct(SOURCE).put("schema", "shop").put("table", table);
        Struct envelope = new Struct(ENVELOPE).put("op", "u").put("source", source);
        stamper.append(new CapturedRecord(record(number, envelope), Kind.ROW));
        Struct end = new Struct(METADATA)
                .put("status", "END")
                .put("id", number + ":1")
                .put("event_count", 1L);
        stamper.append(CapturedRecord.of(record(number, end)));
    }

    /** One that others follow. */
    private static SnapshotChunk chunk() {
        return new SnapshotChunk(
                SNAPSHOT,
                new Lsn(100),
                new VisibleTransactions(2, 2, Set.of()),
                1,
                List.of(),
                new SnapshotCursor(SNAPSHOT, List.of("4711"), 2_048),
                false);
    }

    private static CapturedRecord begin(long number) {
        return CapturedRecord.of(
                record(number, new Struct(METADATA).put("status", "BEGIN").put("id", number + ":1")));
    }

    private static SourceRecord record(long number, Struct value) {
        return new SourceRecord(
                Map.of(), Map.of("lsn", number, "ts_usec", 1_000 * number), "topic", value.schema(), value);
    }

    private static final class Appended implements ChangeLog {

        private final List<ChangeRecord> records = new ArrayList<>();

        List<Optional<TableSnapshot>> rows() {
            return records.stream()
                    .filter(record -> record.kind() == ChangeRecord.Kind.ROW)
                    .map(record -> Optional.ofNullable(record.snapshot()))
                    .toList();
        }

        @Override
        public CapturePosition open() {
            return CapturePosition.START;
        }

        @Override
        public void append(ChangeRecord record) {
            records.add(record);
        }

        @Override
        public void commit(CapturePosition position) {}

        @Override
        public void close() {}
    }
}

package io.cdcvault.capture.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.capture.engine.CapturedRecord.Kind;
import io.cdcvault.failure.CdcVaultException;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OpenTransactionTest {

    private static final Schema METADATA = SchemaBuilder.struct()
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE =
            SchemaBuilder.struct().field("op", Schema.STRING_SCHEMA).build();

    private final OpenTransaction open = new OpenTransaction();

    @BeforeEach
    void begin() {
        open.begin(begin("7:100"));
        open.count(row());
    }

    @Test
    void endThatFitsClosesIt() {
        open.end(end("7:200", 1));

        assertThatCode(() -> open.begin(begin("8:300"))).doesNotThrowAnyException();
    }

    @Test
    void messagesCountAmongTheEvents() {
        open.pass(message());

        assertThatCode(() -> open.end(end("7:200", 2))).doesNotThrowAnyException();
    }

    @Test
    void repeatedBeginIsRefused() {
        assertThatThrownBy(() -> open.begin(begin("7:100")))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("before the END of transaction 7");
    }

    @Test
    void endThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> open.end(end("7:200", 2)))
                .hasMessageContaining("ended with 2 events, but 1 arrived after the BEGIN of transaction 7");
        assertThatThrownBy(() -> open.end(end("8:200", 1))).isInstanceOf(CdcVaultException.class);
    }

    @Test
    void nothingMayStandBetweenTransactionsWhileOneIsOpen() {
        assertThatThrownBy(() -> open.pass(heartbeat(Map.of()))).isInstanceOf(CdcVaultException.class);
        assertThatCode(() -> open.pass(heartbeat(Map.of("transaction_id", "7:150"))))
                .doesNotThrowAnyException();
    }

    @Test
    void rowsAndEndsOutsideATransactionAreRefused() {
        open.end(end("7:200", 1));

        assertThatThrownBy(() -> open.count(row())).hasMessageContaining("outside a transaction");
        assertThatThrownBy(() -> open.end(end("7:200", 1))).hasMessageContaining("outside a transaction");
        assertThatThrownBy(() -> open.pass(message())).hasMessageContaining("outside a transaction");
    }

    private static CapturedRecord begin(String id) {
        return record(Map.of(), new Struct(METADATA).put("status", "BEGIN").put("id", id));
    }

    private static CapturedRecord end(String id, long events) {
        return record(
                Map.of(),
                new Struct(METADATA).put("status", "END").put("id", id).put("event_count", events));
    }

    private static CapturedRecord message() {
        return record(Map.of("transaction_id", "7:150"), new Struct(ENVELOPE).put("op", "m"));
    }

    private static CapturedRecord heartbeat(Map<String, ?> offset) {
        return record(offset, new Struct(SchemaBuilder.struct().build()));
    }

    private static CapturedRecord row() {
        return new CapturedRecord(source(Map.of(), new Struct(ENVELOPE).put("op", "c")), Kind.ROW);
    }

    private static CapturedRecord record(Map<String, ?> offset, Struct value) {
        return CapturedRecord.of(source(offset, value));
    }

    private static SourceRecord source(Map<String, ?> offset, Struct value) {
        return new SourceRecord(Map.of(), offset, "topic", value.schema(), value);
    }
}

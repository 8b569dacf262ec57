package io.cdcvault.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EnvelopeReaderTest {

    private static final TransactionStamp STAMP = new TransactionStamp(7, 1_000);
    private static final String SOURCE = "\"source\":{\"schema\":\"public\",\"table\":\"t\",\"lsn\":5}";

    @Test
    void valuesKeepTheirText() throws IOException {
        RowChange change = read(
                null,
                "{\"before\":null,\"after\":{\"id\":9223372036854775807,\"n\":0.1000,\"b\":true,\"s\":\"x\",\"z\":null,"
                        + "\"a\":[1,null]}," + SOURCE
                        + ",\"transaction\":{\"id\":\"1:5\",\"total_order\":3},\"op\":\"c\"}");

        assertThat(change.table()).isEqualTo(new TableName("public", "t"));
        assertThat(change.operation()).isEqualTo(Operation.CREATE);
        assertThat(change.order()).isEqualTo(3);
        assertThat(change.image().columns())
                .containsEntry("id", "9223372036854775807")
                .containsEntry("n", "0.1000")
                .containsEntry("b", "true")
                .containsEntry("s", "x")
                .containsEntry("a", "[1,null]")
                .containsEntry("z", null);
    }

    @Test
    void imageOfADeletionHoldsOnlyTheColumnsThatAreKnown() throws IOException {
        RowChange change = read("{\"id\":1}", "{\"before\":{\"id\":1},\"after\":null," + SOURCE + ",\"op\":\"d\"}");

        assertThat(change.image().has("id")).isTrue();
        assertThat(change.image().has("code")).isFalse();
    }

    @Test
    void keyStandsForAnImageThatIsMissing() throws IOException {
        RowChange change = read("{\"id\":1}", "{\"before\":null,\"after\":null," + SOURCE + ",\"op\":\"d\"}");

        assertThat(change.image().text("id")).isEqualTo("1");
    }

    @Test
    void keyWithSchemaIsTheSame() throws IOException {
        RowChange change = read(
                "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"id\":1}}",
                "{\"before\":null,\"after\":null," + SOURCE + ",\"op\":\"d\"}");

        assertThat(change.image().columns()).containsExactlyEntriesOf(Map.of("id", "1"));
    }

    @Test
    void envelopeWithSchemaIsTheSame() throws IOException {
        RowChange change = read(
                null,
                "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"after\":{\"id\":1}," + SOURCE + ",\"op\":\"r\"}}");

        assertThat(change.operation()).isEqualTo(Operation.READ);
        assertThat(change.image().text("id")).isEqualTo("1");
    }

    @Test
    void whatIsNoEnvelopeIsRefused() {
        assertThatThrownBy(() -> read(null, "not json")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(null, "{\"op\":\"c\"}")).hasMessageContaining("source.table");
    }

    private static RowChange read(@Nullable String key, String value) throws IOException {
        Origin origin = new Origin(
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8),
                new Origin.Place("test@", 1));
        return new EnvelopeReader().read(origin, STAMP, Optional.empty());
    }
}

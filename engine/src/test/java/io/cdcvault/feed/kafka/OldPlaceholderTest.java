package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.RowImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OldPlaceholderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OLD = "__debezium_unavailable_value";

    @Test
    void wholeValueIsReplacedAndNothingElse() throws IOException {
        JsonNode row = JSON.valueToTree(
                Map.of("a", OLD, "b", "x\"" + OLD, "c", OLD + "\"", "d", "\"" + OLD + "\"", OLD, OLD, "f", "Größe"));

        JsonNode replaced = replaced(row);

        assertThat(replaced.path("a").asText()).isEqualTo(RowImage.UNAVAILABLE);
        assertThat(replaced.path(OLD).asText()).isEqualTo(RowImage.UNAVAILABLE);
        for (String other : new String[] {"b", "c", "d", "f"}) {
            assertThat(replaced.path(other)).isEqualTo(row.path(other));
        }
    }

    @Test
    void envelopeWithoutItStaysAsItIs() {
        byte[] envelope = "{\"after\":{\"a\":1}}".getBytes(StandardCharsets.UTF_8);

        assertThat(OldPlaceholder.replaced(envelope)).isSameAs(envelope);
    }

    private static JsonNode replaced(JsonNode row) throws IOException {
        return JSON.readTree(OldPlaceholder.replaced(JSON.writeValueAsBytes(row)));
    }
}

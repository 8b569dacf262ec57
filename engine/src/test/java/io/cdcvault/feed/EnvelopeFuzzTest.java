package io.cdcvault.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever stands where an envelope is expected is read or refused, and nothing else happens. */
final class EnvelopeFuzzTest {

    private static final byte[] ENVELOPE = bytes(
            "{\"before\":{\"id\":1,\"t\":\"a\"},\"after\":{\"id\":1,\"t\":\"b\",\"j\":{\"x\":[1,2]}},\"source\":{\"ts_us\":1,"
                    + "\"schema\":\"public\",\"table\":\"t\",\"lsn\":5},\"transaction\":{\"id\":\"7:5\",\"total_order\":1},\"op\":\"u\"}");

    private final EnvelopeReader reader = new EnvelopeReader();

    @Test
    void anyEnvelopeIsReadOrRefused() {
        Mutations.forEachSeed(random -> {
            Mutations mutations = new Mutations(random.nextLong());
            readOrRefused(mutations.mutated(bytes("{\"id\":1}")), mutations.mutated(ENVELOPE));
        });
    }

    @Test
    void envelopeWhoseSourceIsATextIsRefused() {
        assertThatThrownBy(() -> read(null, bytes("{\"op\":\"c\",\"after\":{\"id\":1},\"source\":\"x\"}")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("source.schema");
    }

    @Test
    void valueLongerThanTheParsersDefaultIsRead() throws IOException {
        String value = "x".repeat(25_000_000);
        RowChange change = read(
                null,
                bytes("{\"op\":\"c\",\"after\":{\"v\":\"" + value
                        + "\"},\"source\":{\"schema\":\"public\",\"table\":\"t\"}}"));

        assertThat(change.image().text("v")).hasSize(value.length());
    }

    private void readOrRefused(byte[] key, byte[] envelope) {
        try {
            assertThat(read(key, envelope)).isNotNull();
        } catch (IOException | IllegalArgumentException refused) {
            assertThat(refused).isNotNull();
        }
        try {
            EnvelopeReader.readBefore(envelope);
            EnvelopeReader.readKey(key);
        } catch (IOException | IllegalArgumentException refused) {
            assertThat(refused).isNotNull();
        }
    }

    private RowChange read(byte @Nullable [] key, byte[] envelope) throws IOException {
        return reader.read(new Origin(key, envelope, new Place("t@", 1)), new TransactionStamp(1, 1), Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

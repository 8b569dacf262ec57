package io.cdcvault.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.EnvelopeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecordSizesTest {

    private static final TransactionStamp STAMP = new TransactionStamp(1, 1);

    private final RecordSizes sizes = new RecordSizes(100_000);

    @Test
    void recordThatFitsIsPublishedAsItIs() {
        ChangeRecord record = record("p.public.small", 50_000);

        assertThat(sizes.fitted(record)).isSameAs(record);
    }

    @Test
    void valueThatIsTooLargeIsLeftOutAndMarkedAndTheOthersStay() throws IOException {
        RowChange row = read(sizes.fitted(record("p.public.large", 200_000)));

        assertThat(row.image().text("b")).isEqualTo(RowImage.TOO_LARGE);
        assertThat(row.image().text("v")).isEqualTo("1.10");
        assertThat(row.image().text("n")).isNull();
    }

    @Test
    void topicWhoseBrokersRefusedARecordGetsSmallerOnes() throws IOException {
        ChangeRecord record = record("p.public.refused", 50_000);

        RecordSizes.refused("p.public.refused", Objects.requireNonNull(record.value()).length);

        assertThat(read(sizes.fitted(record)).image().text("b")).isEqualTo(RowImage.TOO_LARGE);
        assertThat(sizes.fitted(record("p.public.other", 50_000)).value()).hasSizeGreaterThan(50_000);
    }

    private static ChangeRecord record(String topic, int length) {
        String envelope = "{\"op\":\"u\",\"before\":null,\"after\":{\"v\":1.10,\"n\":null,\"b\":\"" + "x".repeat(length)
                + "\"},\"source\":{\"schema\":\"public\",\"table\":\"large\"}}";
        return new ChangeRecord(
                Kind.ROW,
                topic,
                "{\"id\":1}".getBytes(StandardCharsets.UTF_8),
                envelope.getBytes(StandardCharsets.UTF_8),
                STAMP,
                1);
    }

    private static RowChange read(ChangeRecord record) throws IOException {
        byte[] value = Objects.requireNonNull(record.value());
        return new EnvelopeReader()
                .read(new Origin(record.key(), value, new Place("test@", 1)), STAMP, Optional.empty());
    }
}

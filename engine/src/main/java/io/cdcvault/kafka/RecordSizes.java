package io.cdcvault.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.Envelope;
import io.cdcvault.change.RowImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes every record fit into what the producer and the brokers take: one that does not would be refused at each try,
 * and everything behind it with it. Its longest values are left out, and marked as such.
 */
public final class RecordSizes {

    private static final Logger LOG = LoggerFactory.getLogger(RecordSizes.class);

    /** Of headers and framing. */
    private static final int OVERHEAD = 8 * 1024;
    /** Shorter values are never left out. */
    private static final int SHORTEST = 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Sizes that brokers refused, by topic: after a failure the capture is made again, and must know. */
    private static final Map<String, Integer> REFUSED = new ConcurrentHashMap<>();

    private final int largest;

    RecordSizes(int largest) {
        this.largest = largest;
    }

    /** The brokers refused a record: a topic may allow less than the producer. */
    public static void refused(String topic, int size) {
        REFUSED.merge(topic, size / 2, Math::min);
    }

    public ChangeRecord fitted(ChangeRecord record) {
        byte[] value = record.value();
        int limit = Math.min(largest, REFUSED.getOrDefault(record.topic(), largest));
        if (value == null || record.kind() != ChangeRecord.Kind.ROW || size(record, value) <= limit) {
            return record;
        }
        byte[] fitted = value;
        int longest = limit;
        while (size(record, fitted) > limit && longest > SHORTEST) {
            longest /= 4;
            fitted = withoutLongerThan(longest, value);
        }
        LOG.warn(
                "A record of {} bytes for {} in transaction {} is larger than {} bytes, so its values of more than {}"
                        + " characters were left out. Where the model maps them, the loader sets the row aside with its key",
                size(record, value),
                record.topic(),
                record.stamp().number(),
                limit,
                longest);
        return record.with(Envelope.of(fitted));
    }

    private static long size(ChangeRecord record, byte[] value) {
        byte[] key = record.key();
        return (long) value.length + (key == null ? 0 : key.length) + OVERHEAD;
    }

    private static byte[] withoutLongerThan(int longest, byte[] json) {
        ByteArrayOutputStream shorter = new ByteArrayOutputStream();
        try (JsonParser parser = JSON.createParser(json);
                JsonGenerator generator = JSON.createGenerator(shorter)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() > longest) {
                    generator.writeString(RowImage.TOO_LARGE);
                } else {
                    generator.copyCurrentEventExact(parser);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("An envelope that was just written cannot be read", e);
        }
        return shorter.toByteArray();
    }
}

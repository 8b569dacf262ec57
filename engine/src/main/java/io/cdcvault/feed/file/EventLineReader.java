package io.cdcvault.feed.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.file.EventLine.Begin;
import io.cdcvault.feed.file.EventLine.End;
import io.cdcvault.feed.file.EventLine.Origin;
import io.cdcvault.feed.file.EventLine.Row;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a line: the envelope of a row, or of a transaction's BEGIN or END; with or without a schema around it. */
final class EventLineReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** In the year 9999. */
    private static final long LATEST = 253_400_000_000_000_000L;

    private final EnvelopeReader envelopes = new EnvelopeReader();

    /** @throws IOException when it is none of these */
    EventLine read(byte[] line, Place place) throws IOException {
        JsonNode node = JSON.readTree(line);
        JsonNode envelope = node.has("payload") ? node.get("payload") : node;
        String status = envelope.path("status").asText();
        return switch (status) {
            case "BEGIN" -> new Begin(transactionOf(envelope.path("id")));
            case "END" -> end(envelope);
            default -> row(envelope, new io.cdcvault.change.Origin(null, line, place));
        };
    }

    private static End end(JsonNode envelope) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        for (JsonNode collection : envelope.path("data_collections")) {
            counts.put(
                    collection.path("data_collection").asText(),
                    collection.path("event_count").asLong());
        }
        JsonNode id = envelope.path("id");
        // Debezium puts together the transaction id and the LSN of the event itself: for an END, the commit's.
        Lsn commitLsn = lsn(id.asText().substring(id.asText().indexOf(':') + 1));
        return new End(transactionOf(id), commitLsn, envelope.path("ts_ms").asLong() * 1000, counts);
    }

    private Row row(JsonNode envelope, io.cdcvault.change.Origin came) throws IOException {
        JsonNode source = envelope.path("source");
        JsonNode id = envelope.path("transaction").path("id");
        if (!source.path("ts_us").isIntegralNumber()) {
            throw new IOException("source.ts_us is missing: when did it commit?");
        }
        if (Math.abs(source.path("ts_us").asLong()) > LATEST) {
            throw new IOException("source.ts_us is not a time in microseconds since 1970");
        }
        return new Row(
                id.isTextual() ? transactionOf(id) : source.path("txId").asText(),
                envelopes.read(came, TransactionStamp.BEFORE_FIRST, Optional.empty()),
                source.path("ts_us").asLong(),
                new Lsn(source.path("lsn").asLong()),
                origin(source.path("snapshot").asText("false")));
    }

    private static Origin origin(String snapshot) {
        return switch (snapshot) {
            case "false", "incremental" -> Origin.STREAM;
            case "last" -> Origin.LAST_OF_SNAPSHOT;
            default -> Origin.SNAPSHOT;
        };
    }

    private static String transactionOf(JsonNode id) throws IOException {
        int colon = id.asText().indexOf(':');
        if (colon <= 0) {
            throw new IOException("not a transaction's id, such as 756:50333704");
        }
        return id.asText().substring(0, colon);
    }

    private static Lsn lsn(String digits) throws IOException {
        try {
            return new Lsn(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            throw new IOException("not a transaction's id, such as 756:50333704", e);
        }
    }
}

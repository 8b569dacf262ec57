package io.cdcvault.publish;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import java.io.IOException;
import java.util.Map;

/** The capture's position as it is stored, wherever that is. */
public final class PositionJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PositionJson() {}

    record Stored(
            @JsonProperty("offset") Map<String, Object> offset,
            @JsonProperty("transaction") long transaction,
            @JsonProperty("load_date") long loadDate,
            @JsonProperty("events") long events,
            @JsonProperty("commit_lsn") String commitLsn) {}

    /** One JSON object. */
    public static byte[] write(CapturePosition position) {
        try {
            return JSON.writeValueAsBytes(new Stored(
                    position.offset(),
                    position.stamp().number(),
                    position.stamp().loadDate(),
                    position.events(),
                    position.commitLsn().toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write a capture position as JSON", e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when it is not such an object
     */
    public static CapturePosition read(byte[] json) throws IOException {
        Stored stored = JSON.readValue(json, Stored.class);
        return new CapturePosition(
                stored.offset(),
                new TransactionStamp(stored.transaction(), stored.loadDate()),
                stored.events(),
                Lsn.parse(stored.commitLsn()));
    }
}

package io.cdcvault.feed.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;

/**
 * How much of a file is loaded. The digest shows whether it still is the same file, or one that begins with the same
 * lines: so a file may grow.
 *
 * @param lines that were loaded
 * @param digest SHA-256 over them
 * @param inSnapshot whether more parts of the same snapshot follow
 */
record FilePosition(
        @JsonProperty("lines") long lines,
        @JsonProperty("sha256") String digest,
        @JsonProperty("in_snapshot") boolean inSnapshot) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static FilePosition parse(String json) {
        try {
            return JSON.readValue(json, FilePosition.class);
        } catch (JsonProcessingException e) {
            throw new CdcVaultException(FailureKind.CHANGE_UNREADABLE, "Not a position in a file: " + json, e);
        }
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Numbers and text are always JSON", e);
        }
    }
}

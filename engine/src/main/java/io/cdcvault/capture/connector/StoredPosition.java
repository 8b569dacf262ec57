package io.cdcvault.capture.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/**
 * What the engine believes to be stored. It starts with the position that is durable downstream and then holds what the
 * batch handler marked as processed, which it does only after a commit. The engine reads it again before it confirms an
 * LSN to the slot, so nothing is confirmed that could still be lost.
 */
public final class StoredPosition extends MemoryOffsetBackingStore {

    /** The engine makes this class by its name; the position reaches it as a property, in JSON. */
    static final String PROPERTY = "offset.storage.cdc.vault.position";

    private byte[] resumeFrom = {};

    static String asProperty(Map<String, Object> offset) {
        try {
            return new ObjectMapper().writeValueAsString(offset);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write a connector offset as JSON", e);
        }
    }

    @Override
    public void configure(WorkerConfig config) {
        super.configure(config);
        String json = config.originalsStrings().getOrDefault(PROPERTY, "{}");
        resumeFrom = json.equals("{}") ? new byte[0] : json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
        for (ByteBuffer key : keys) {
            ByteBuffer value = data.get(key);
            if (value == null && resumeFrom.length > 0) {
                value = ByteBuffer.wrap(resumeFrom);
            }
            found.put(key, value);
        }
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }
}

package io.cdcvault.load.staging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.schema.model.ColumnHistory.FormerName;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A change with the names that its columns have now, in its record's key too: by that its row waits for others. */
record PresentNames(List<FormerName> formerNames) {

    private static final ObjectMapper JSON = new ObjectMapper();

    RowChange of(RowChange change) {
        if (formerNames.isEmpty()) {
            return change;
        }
        byte[] key = change.origin().key();
        RowChange renamed = change.withNames(formerNames);
        return key == null
                ? renamed
                : renamed.of(new Origin(
                        key(key, change.commitLsn()),
                        change.origin().envelope(),
                        change.origin().place()));
    }

    /** Byte for byte as it came, unless a name is another. */
    private byte[] key(byte[] key, Optional<Lsn> commitLsn) {
        try {
            JsonNode root = JSON.readTree(key);
            JsonNode columns = root.path("payload").isObject() ? root.path("payload") : root;
            Map<String, @Nullable String> names = new HashMap<>();
            columns.fieldNames().forEachRemaining(name -> names.put(name, name));
            Map<String, String> newNames = new HashMap<>();
            new RowImage(names)
                    .withNames(formerNames, commitLsn)
                    .columns()
                    .forEach((newName, name) -> newNames.put(String.valueOf(name), newName));
            if (newNames.entrySet().stream().allMatch(each -> each.getKey().equals(each.getValue()))) {
                return key;
            }
            ObjectNode renamed = JSON.createObjectNode();
            columns.properties().forEach(each -> renamed.set(newNames.get(each.getKey()), each.getValue()));
            return JSON.writeValueAsBytes(renamed);
        } catch (IOException e) {
            // A key that cannot be read identifies nothing.
            return key;
        }
    }
}

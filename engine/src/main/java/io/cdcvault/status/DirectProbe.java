package io.cdcvault.status;

import io.cdcvault.publish.PositionJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Without Kafka, where the capture stands is what the warehouse says. */
final class DirectProbe {

    private DirectProbe() {}

    static Part<LogView> look(Part<WarehouseView> warehouse) {
        Optional<WarehouseView> seen = warehouse.seen();
        if (seen.isEmpty()) {
            return new Part.Unreachable<>(warehouse.failure().orElse("The warehouse does not answer"));
        }
        return seen.get().applied().map(DirectProbe::view).orElseGet(() -> new Part.Seen<>(nothing()));
    }

    private static Part<LogView> view(AppliedView applied) {
        try {
            return new Part.Seen<>(new LogView(
                    Optional.of(PositionJson.read(applied.resumeFrom().getBytes(StandardCharsets.UTF_8))),
                    Optional.empty(),
                    Map.of(),
                    Ages.now()));
        } catch (IOException e) {
            return new Part.Unreachable<>("The warehouse holds no capture position: " + e.getMessage());
        }
    }

    private static LogView nothing() {
        return new LogView(Optional.empty(), Optional.empty(), Map.of(), Ages.now());
    }
}

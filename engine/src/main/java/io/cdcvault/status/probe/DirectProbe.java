package io.cdcvault.status.probe;

import io.cdcvault.publish.PositionJson;
import io.cdcvault.status.Ages;
import io.cdcvault.status.AppliedView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Without Kafka, where the capture stands is what the warehouse says. */
public final class DirectProbe {

    private DirectProbe() {}

    public static Probed<LogView> look(Probed<WarehouseView> warehouse) {
        Optional<WarehouseView> seen = warehouse.seen();
        if (seen.isEmpty()) {
            return new Probed.Unreachable<>(warehouse.failure().orElse("The warehouse does not answer"));
        }
        return seen.get().applied().map(DirectProbe::view).orElseGet(() -> new Probed.Seen<>(nothing()));
    }

    private static Probed<LogView> view(AppliedView applied) {
        try {
            return new Probed.Seen<>(new LogView(
                    Optional.of(PositionJson.read(applied.resumeFrom().getBytes(StandardCharsets.UTF_8))),
                    Optional.empty(),
                    Map.of(),
                    Ages.now()));
        } catch (IOException e) {
            return new Probed.Unreachable<>("The warehouse holds no capture position: " + e.getMessage());
        }
    }

    private static LogView nothing() {
        return new LogView(Optional.empty(), Optional.empty(), Map.of(), Ages.now());
    }
}

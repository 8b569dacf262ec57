package io.cdcvault.status.probe;

import io.cdcvault.publish.PositionJson;
import io.cdcvault.status.Ages;
import io.cdcvault.status.AppliedView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Without Kafka, where the capture stands is what the warehouse says. */
public final class DirectProbe {

    private DirectProbe() {}

    /**
     * What a service with Kafka would see in the topics.
     *
     * @param now when it is looked at, by this machine's clock
     */
    public static Probed<LogView> look(Probed<WarehouseView> warehouse, Instant now) {
        Optional<WarehouseView> seen = warehouse.seen();
        if (seen.isEmpty()) {
            return new Probed.Unreachable<>(warehouse.failure().orElse("The warehouse does not answer"));
        }
        return seen.get().applied().map(applied -> view(applied, now)).orElseGet(() -> new Probed.Seen<>(nothing(now)));
    }

    private static Probed<LogView> view(AppliedView applied, Instant now) {
        try {
            return new Probed.Seen<>(new LogView(
                    Optional.of(PositionJson.read(applied.resumeFrom().getBytes(StandardCharsets.UTF_8))),
                    Optional.empty(),
                    Map.of(),
                    Ages.micros(now)));
        } catch (IOException e) {
            return new Probed.Unreachable<>("The warehouse holds no capture position: " + e.getMessage());
        }
    }

    private static LogView nothing(Instant now) {
        return new LogView(Optional.empty(), Optional.empty(), Map.of(), Ages.micros(now));
    }
}

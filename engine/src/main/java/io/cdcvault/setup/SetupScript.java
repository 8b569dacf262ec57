package io.cdcvault.setup;

import io.cdcvault.installation.Installation;
import java.util.ArrayList;
import java.util.List;

/**
 * What administrators run before a service can start as roles that may do no more than they must. It follows from the
 * configuration and the model alone, holds no secret, and may be run again.
 */
public final class SetupScript {

    private final Installation installation;

    public SetupScript(Installation installation) {
        this.installation = installation;
    }

    /** SQL, each statement ended by a semicolon at the end of a line; for Kafka, commands. */
    public List<String> lines(List<SetupPart> parts) {
        List<String> lines = new ArrayList<>();
        for (SetupPart part : parts) {
            List<String> ofPart = lines(part);
            if (!lines.isEmpty() && !ofPart.isEmpty()) {
                lines.add("");
            }
            lines.addAll(ofPart);
        }
        return lines;
    }

    private List<String> lines(SetupPart part) {
        return switch (part) {
            case MASTER -> new MasterScript(installation).lines();
            case REPLICA -> ReplicaScript.lines(installation.settings());
            case WAREHOUSE -> new WarehouseScript(installation).lines();
            case PRESENTATION -> PresentationScript.lines(installation.settings());
            case KAFKA -> new KafkaScript(installation).lines();
        };
    }
}

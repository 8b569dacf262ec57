package io.cdcvault.status.probe;

import io.cdcvault.schema.model.TableName;
import java.time.Instant;
import java.util.Optional;

/**
 * A table whose changes the source does not send, or did not send for a time.
 *
 * @param obstacle what keeps its changes away now
 * @param remedy what removes the obstacle
 * @param gap why changes are missing that were made before
 * @param isBeingRepaired whether a snapshot of the table is requested that loads them
 */
public record DriftView(
        TableName table,
        Optional<String> obstacle,
        Optional<String> remedy,
        Instant obstructedAt,
        Optional<String> gap,
        Instant gapAt,
        boolean isBeingRepaired) {

    /** What an operator must know. */
    public String what() {
        return obstacle.map(text -> "Table " + table + " " + text + ", since " + obstructedAt + " or a moment before")
                .orElseGet(() -> "Table " + table + " " + gap.orElse("was not sent") + " at " + gapAt
                        + " or a moment before: changes of that time are missing");
    }

    /** What to do. */
    public String todo() {
        if (obstacle.isPresent()) {
            return "Run: " + remedy.orElse("`cdc-vault doctor`");
        }
        return isBeingRepaired ? "The service is reading the table again" : "Run: cdc-vault snapshot " + table;
    }
}

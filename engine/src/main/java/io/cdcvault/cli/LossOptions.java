package io.cdcvault.cli;

import io.cdcvault.service.LossConsent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to do when changes are lost; in every command that captures. Without a loss these change nothing. */
final class LossOptions {

    @Option(
            names = "--snapshot-anew",
            description = "If the replication slot is lost, take a new snapshot instead of ending. The vault keeps its"
                    + " history and closes what has disappeared. Without a loss this changes nothing.")
    private boolean snapshotAnew;

    @Option(
            names = "--accept-lost",
            paramLabel = "REASON",
            description =
                    "If a promoted standby lacks changes that were captured from the master before, continue on it:"
                            + " the tables are read again, what it does not have is closed in the vault, and the reason is"
                            + " kept with what was lost. The vault keeps its history. Without a loss this changes nothing.")
    private @Nullable String acceptLost;

    LossConsent consent() {
        return new LossConsent(snapshotAnew, Optional.ofNullable(acceptLost).filter(reason -> !reason.isBlank()));
    }
}

package io.cdcvault.cli;

import picocli.CommandLine.Option;

/** What to do about a lost replication slot; in every command that captures. */
final class LostSlotOptions {

    @Option(
            names = "--snapshot-anew",
            description = "If the replication slot is lost, take a new snapshot instead of ending. The vault keeps its"
                    + " history and closes what has disappeared. Without a loss this changes nothing.")
    private boolean snapshotAnew;

    boolean maySnapshotAnew() {
        return snapshotAnew;
    }
}

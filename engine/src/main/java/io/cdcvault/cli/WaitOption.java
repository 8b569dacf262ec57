package io.cdcvault.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long to wait for the vault; in every command that compares it. */
final class WaitOption {

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            converter = Seconds.class,
            description = "Timeout for the vault to catch up with the source (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Duration patience;

    Duration patience() {
        return patience;
    }
}

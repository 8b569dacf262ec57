package io.cdcvault.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the configuration is, and which of its sources a command is about. */
final class SourceOptions extends ConfigurationOptions {

    @Option(names = "--source", paramLabel = "SOURCE", description = "Of several sources, the one that is meant.")
    private @Nullable String source;

    @Override
    Optional<String> source() {
        return Optional.ofNullable(source);
    }

    /** As {@code --source}. */
    void choose(String name) {
        source = name;
    }
}

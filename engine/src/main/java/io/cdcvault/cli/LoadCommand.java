package io.cdcvault.cli;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.service.FileLoad;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Load change events from a file into the vault, and end.",
        footer = {
            "",
            "The file holds Debezium envelopes, one a line, as `tail --json` prints them, transactions included.",
            "What is loaded from a file is remembered under its name: the same file adds nothing a second time,",
            "a load that was broken off goes on, and of a file that has grown only the rest is loaded."
        })
final class LoadCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "The file; - for standard input.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private String from;

    @Option(names = "--model", paramLabel = "MODEL", description = "Instead of the configuration's: a name or a file.")
    private @Nullable String model;

    @Option(names = "--name", paramLabel = "NAME", description = "Remember it by this name, not by the file's own.")
    private @Nullable String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (model != null) {
            configuration.override("model", model);
        }
        FileLoad load = new FileLoad(configuration.installation(), name());
        PrintWriter err = spec.commandLine().getErr();
        LoadProgress progress = new LoadProgress(size(), err);
        Optional<String> unfinished = load.load(open(), progress::tell);
        progress.end();
        unfinished.ifPresent(what -> err.println("The file ends within a transaction that is not loaded: " + what));
        err.flush();
        return 0;
    }

    private String name() {
        if (name != null) {
            return name;
        }
        Path last = Path.of(from).getFileName();
        return last == null ? from : last.toString();
    }

    private InputStream open() {
        try {
            return from.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(from));
        } catch (IOException e) {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Cannot open " + from + ": " + e, e);
        }
    }

    private OptionalLong size() {
        try {
            return from.equals(STANDARD_INPUT) ? OptionalLong.empty() : OptionalLong.of(Files.size(Path.of(from)));
        } catch (IOException e) {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Cannot open " + from + ": " + e, e);
        }
    }
}

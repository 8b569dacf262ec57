package io.cdcvault.cli;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.service.FileLoad;
import io.cdcvault.service.Service;
import io.cdcvault.time.Time;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Load the vault from the topics, together with others that do the same, until stopped;"
                + " or load change events from a file, and end.",
        footer = {
            "",
            "Without --from it joins the group of the installation's loaders and loads the partitions that fall to it."
                    + " Start it on as many machines as the topics have partitions, and `capture` on one. A loader may"
                    + " come or go at any time, killed or stopped.",
            "",
            "The file holds Debezium envelopes, one a line, as `tail --json` prints them, transactions included. What"
                    + " is loaded from a file is remembered under its name: the same file adds nothing a second time, an"
                    + " interrupted load continues, and of a file that has grown only the rest is loaded."
        })
final class LoadCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Option(names = "--from", paramLabel = "FILE", description = "A file instead of the topics; - for standard input.")
    private @Nullable String from;

    @Option(names = "--model", paramLabel = "MODEL", description = "Instead of the configuration's: a name or a file.")
    private @Nullable String model;

    @Option(names = "--name", paramLabel = "NAME", description = "Remember it by this name, not by the file's own.")
    private @Nullable String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (model != null) {
            configuration.override("model", model);
        }
        return from == null ? loadTopics() : loadFile(from);
    }

    private int loadTopics() throws InterruptedException {
        if (name != null) {
            throw new ParameterException(spec.commandLine(), "--name is the name of a file: it needs --from");
        }
        return UntilStopped.run(configuration, Service::load);
    }

    private int loadFile(String file) {
        FileLoad load = new FileLoad(configuration.installation(), name == null ? nameOf(file) : name, time);
        PrintWriter err = spec.commandLine().getErr();
        LoadProgress progress = new LoadProgress(size(file), new ProgressLine(Terminal.ofProcess(), err, time));
        Optional<String> unfinished = load.load(open(file), progress::show);
        progress.end();
        unfinished.ifPresent(what -> err.println("The file ends within a transaction that is not loaded: " + what));
        err.flush();
        return 0;
    }

    private static String nameOf(String file) {
        Path last = Path.of(file).getFileName();
        return last == null ? file : last.toString();
    }

    private static InputStream open(String file) {
        try {
            return file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file));
        } catch (IOException e) {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Cannot open " + file + ": " + e, e);
        }
    }

    private static OptionalLong size(String file) {
        try {
            return file.equals(STANDARD_INPUT) ? OptionalLong.empty() : OptionalLong.of(Files.size(Path.of(file)));
        } catch (IOException e) {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Cannot open " + file + ": " + e, e);
        }
    }
}

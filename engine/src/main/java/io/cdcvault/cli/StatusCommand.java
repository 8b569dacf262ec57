package io.cdcvault.cli;

import io.cdcvault.settings.Settings;
import io.cdcvault.status.Health;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusCollector;
import io.cdcvault.time.Time;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show how every system is doing and how far behind it is, whether the service runs or not.",
        exitCodeList = {
            "0:healthy",
            "1:degraded: changes reach the vault, but something needs attention",
            "3:down: changes do not reach the vault"
        },
        footer = {
            "",
            "LAG is the WAL that is not confirmed (capture) or not replayed (replica), or the changes (topics) and"
                    + " transactions (loader) that are not applied. AGE is how long ago the oldest change that waits was"
                    + " committed, at most."
        })
final class StatusCommand implements Callable<Integer> {

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Look again and again, every ${FALLBACK-VALUE} seconds, until stopped.")
    private @Nullable Duration watch;

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "300",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "First wait until everything that is committed on the master by now is in the vault, for"
                    + " ${FALLBACK-VALUE} seconds at most. Shows the progress on standard error.")
    private @Nullable Duration wait;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        validateOptions();
        Settings settings = configuration.settings();
        StatusCollector collector = new StatusCollector(settings, time);
        StatusPrinter printer =
                new StatusPrinter(settings, output.isJson(), spec.commandLine().getOut());
        if (watch != null) {
            return new StatusWatch(collector, printer, watch, time).run();
        }
        if (wait != null) {
            return waitForVault(settings, collector, printer, wait);
        }
        Status status = collector.collect();
        printer.print(status);
        return exitCode(status.health());
    }

    private int waitForVault(Settings settings, StatusCollector collector, StatusPrinter printer, Duration patience)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        VaultWait.Outcome outcome = new VaultWait(settings, collector, err, time).await(patience);
        printer.print(outcome.status());
        int exitCode = exitCode(outcome.status().health());
        return outcome.isReached() ? exitCode : Math.max(exitCode, exitCode(Health.DEGRADED));
    }

    private void validateOptions() {
        if (watch != null && wait != null) {
            throw new ParameterException(spec.commandLine(), "--watch and --wait exclude each other");
        }
        if (watch != null && watch.isZero()) {
            throw new ParameterException(spec.commandLine(), "SECONDS of --watch must be more than none");
        }
    }

    static int exitCode(Health health) {
        return switch (health) {
            case HEALTHY -> 0;
            case DEGRADED -> 1;
            case DOWN -> 3;
        };
    }
}

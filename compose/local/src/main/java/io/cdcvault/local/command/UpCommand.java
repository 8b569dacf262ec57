package io.cdcvault.local.command;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackDirectory;
import io.cdcvault.local.stack.StackStart;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.local.stack.TakenPorts;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = {
            "Starts every system that does not run, waits until all answer, and ends.",
            "The systems continue in the background; data is kept until `reset`."
        })
final class UpCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Option(names = "--reset", description = "Stops everything and deletes all data first.")
    private boolean reset;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "${env:CDC_VAULT_PORT_OFFSET}",
            description = "Moves all ports together by N; remembered in the directory. Environment:"
                    + " CDC_VAULT_PORT_OFFSET.")
    private @Nullable Integer portOffset;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SYSTEM",
            description = "Only these systems, such as DWH,BROKER; the REPLICA needs its MASTER.")
    private Set<StackSystem> only = Set.of();

    @Option(names = "--database", paramLabel = "NAME", description = "One more database of the dwh, unless it exists.")
    private @Nullable String database;

    @Spec
    private @Nullable CommandSpec spec;

    private int exitCode = StackExitCodes.OK;

    @Override
    public Integer call() {
        StackDirectory directory = options.directory();
        directory.holding(() -> exitCode = start(directory, PlainLines.of(spec)));
        return exitCode;
    }

    private int start(StackDirectory directory, PlainLines output) {
        if (reset) {
            directory.stack().stop();
        }
        LocalStack stack = portOffset == null ? directory.stack() : directory.stack(portOffset);
        if (reset) {
            directory.empty();
        }
        Set<StackSystem> systems = only.isEmpty() ? EnumSet.allOf(StackSystem.class) : only;
        TakenPorts taken = TakenPorts.of(stack, systems);
        if (!taken.isEmpty()) {
            taken.sentences().forEach(output::problem);
            return StackExitCodes.PORT_TAKEN;
        }
        directory.remember(stack);
        new StackStart(stack, systems, output::line).run();
        if (database != null) {
            stack.dwh().createDatabase(database);
        }
        output.print(new SystemsTable(stack)::print);
        return StackExitCodes.OK;
    }
}

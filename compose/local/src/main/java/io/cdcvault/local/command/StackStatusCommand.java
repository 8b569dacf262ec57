package io.cdcvault.local.command;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackSystem;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Shows every system: state, port, address, process.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every system runs", "4:a system does not run"})
final class StackStatusCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        LocalStack stack = options.directory().stack();
        PlainLines.of(spec).print(new SystemsTable(stack)::print);
        boolean all = Arrays.stream(StackSystem.values())
                .allMatch(system -> stack.server(system).isRunning());
        return all ? StackExitCodes.OK : StackExitCodes.NOT_ALL_RUNNING;
    }
}

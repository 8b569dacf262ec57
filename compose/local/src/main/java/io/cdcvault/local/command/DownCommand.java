package io.cdcvault.local.command;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackDirectory;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "down", description = "Stops every system of this directory and keeps the data.")
final class DownCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PlainLines output = PlainLines.of(spec);
        StackDirectory directory = options.directory();
        directory.holding(() -> {
            LocalStack stack = directory.stack();
            boolean ran = stack.isAnythingRunning();
            stack.stop();
            output.line(ran ? "All systems are stopped." : "Nothing was running.");
        });
        return StackExitCodes.OK;
    }
}

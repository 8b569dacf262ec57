package io.cdcvault.local.command;

import io.cdcvault.local.stack.StackDirectory;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "reset", description = "Stops every system of this directory and deletes all data.")
final class ResetCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        StackDirectory directory = options.directory();
        directory.holding(() -> {
            directory.stack().stop();
            directory.empty();
        });
        PlainLines.of(spec).line("All systems are stopped, their data is deleted.");
        return StackExitCodes.OK;
    }
}

package io.cdcvault.local.command;

import io.cdcvault.airline.demo.DemoData;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "load", description = "Loads the airline's starting set of rows into the master, unless it is there.")
final class LoadDemoCommand implements Callable<Integer> {

    @Mixin
    private MasterOptions options = new MasterOptions();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "" + DemoData.USUAL_ROWS,
            description = "About how many rows in all (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed gives the same rows (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        int loaded = options.master().load(new DemoData(rows, seed));
        PlainLines.of(spec).line(loaded == 0 ? "The master has its rows already." : "Loaded " + loaded + " rows.");
        return StackExitCodes.OK;
    }
}

package io.cdcvault.local.command;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "traffic",
        description = {
            "Plays an airline against the master: bookings, flights, boarding, cancellations, corrections.",
            "Continues until it is stopped, unless --transactions or --duration says otherwise."
        })
final class TrafficCommand implements Callable<Integer> {

    @Mixin
    private MasterOptions options = new MasterOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed, writers and transactions give the same rows on masters that are the same"
                    + " (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--writers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Connections that write at once, up to 16 (default: ${DEFAULT-VALUE}).")
    private int writers;

    @Option(names = "--transactions", paramLabel = "N", description = "How many transactions in all.")
    private long transactions = Long.MAX_VALUE;

    @Option(names = "--duration", paramLabel = "SECONDS", description = "For how many seconds at most.")
    private @Nullable Long duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Transactions a second in all, such as 2 or 0.5 (default: as many as possible).")
    private double rate;

    @Option(names = "--live", description = "A gentle trickle without end: the same as --rate 2.")
    private boolean live;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PlainLines output = PlainLines.of(spec);
        MasterConnection master = options.master();
        int loaded = master.load(new DemoData(DemoData.USUAL_ROWS, seed));
        if (loaded > 0) {
            output.line("Loaded " + loaded + " rows to begin with.");
        }
        Traffic traffic = new Traffic(master.url(), plan());
        try (TrafficProgress progress = new TrafficProgress(traffic.tally(), output)) {
            progress.start();
            traffic.play();
        }
        return StackExitCodes.OK;
    }

    private TrafficPlan plan() {
        TrafficPlan plan = TrafficPlan.of(seed, writers, transactions).at(live && rate == 0 ? 2 : rate);
        return duration == null ? plan : plan.during(Duration.ofSeconds(duration));
    }
}

package io.cdcvault.local.command;

import io.cdcvault.airline.traffic.Tally;
import java.time.Duration;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;

/** Says from time to time, and at the end, how far the traffic is. */
final class TrafficProgress implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Tally tally;
    private final PlainLines output;
    private final long begin = System.nanoTime();
    private final Timer clock = new Timer("progress", true);

    TrafficProgress(Tally tally, PlainLines output) {
        this.tally = tally;
        this.output = output;
    }

    void start() {
        TimerTask task = new TimerTask() {
            @Override
            public void run() {
                print();
            }
        };
        clock.scheduleAtFixedRate(task, EVERY.toMillis(), EVERY.toMillis());
    }

    @Override
    public void close() {
        clock.cancel();
        print();
    }

    private void print() {
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3;
        long played = tally.played();
        String disturbed = tally.disturbed() == 0 ? "" : ", " + tally.disturbed() + " disturbed and played again";
        output.line(String.format(
                Locale.ROOT,
                "%d transactions in %.1f s, %.0f a second%s",
                played,
                seconds,
                played / seconds,
                disturbed));
    }
}

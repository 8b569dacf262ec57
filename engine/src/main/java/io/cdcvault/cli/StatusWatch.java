package io.cdcvault.cli;

import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusCollector;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.time.Duration;

/** Prints the status again and again. */
final class StatusWatch {

    private final StatusCollector collector;
    private final StatusPrinter printer;
    private final Duration interval;
    private final Time time;

    StatusWatch(StatusCollector collector, StatusPrinter printer, Duration interval, Time time) {
        this.time = time;
        this.collector = collector;
        this.printer = printer;
        this.interval = interval;
    }

    /** Returns the exit code when the reader has gone; Ctrl-C ends the process with the same one. */
    int run() throws InterruptedException {
        EndOnSignal signal = EndOnSignal.with(printer::end);
        try {
            watch();
        } finally {
            signal.cancel();
            printer.end();
        }
        return 0;
    }

    private void watch() throws InterruptedException {
        printer.begin();
        Status before = collector.collect();
        Stopwatch since = time.stopwatch();
        printer.printNext(before, StatusRates.NONE);
        while (!printer.isClosed()) {
            time.sleep(interval);
            Status now = collector.collect();
            Duration between = since.elapsed();
            since = time.stopwatch();
            printer.printNext(now, StatusRates.between(before, now, between));
            before = now;
        }
    }
}

package io.cdcvault.cli;

import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusCollector;
import java.time.Duration;

/** Prints the status again and again. */
final class StatusWatch {

    private final StatusCollector collector;
    private final StatusPrinter printer;
    private final Duration interval;

    StatusWatch(StatusCollector collector, StatusPrinter printer, Duration interval) {
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
        long beforeNanos = System.nanoTime();
        printer.printNext(before, StatusRates.NONE);
        while (!printer.isClosed()) {
            Thread.sleep(interval.toMillis());
            Status now = collector.collect();
            long nowNanos = System.nanoTime();
            printer.printNext(now, StatusRates.between(before, now, Duration.ofNanos(nowNanos - beforeNanos)));
            before = now;
            beforeNanos = nowNanos;
        }
    }
}

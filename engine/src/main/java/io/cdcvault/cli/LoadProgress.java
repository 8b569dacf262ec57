package io.cdcvault.cli;

import io.cdcvault.service.FileLoad.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;

/** Tells how far a load is: a line that moves on a terminal, a line now and then elsewhere. */
final class LoadProgress {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_MOVES = Duration.ofMillis(100);
    private static final int BAR = 30;

    private final OptionalLong size;
    private final PrintWriter out;
    private final boolean moves = Terminal.ofProcess().isInteractive();
    private final long begun = System.nanoTime();
    private long told = begun;
    private Progress last = new Progress(0, 0, 0);

    /** @param size of the file in bytes; empty when it is not known */
    LoadProgress(OptionalLong size, PrintWriter out) {
        this.size = size;
        this.out = out;
    }

    void tell(Progress progress) {
        last = progress;
        long pause = (moves ? BETWEEN_MOVES : BETWEEN_LINES).toNanos();
        if (System.nanoTime() - told >= pause) {
            told = System.nanoTime();
            print(moves ? "\r" + bar() + line() : line() + System.lineSeparator());
        }
    }

    void end() {
        print((moves ? "\r" : "") + line() + (moves ? "\u001B[K" : "") + System.lineSeparator());
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }

    private String line() {
        double seconds = Math.max(0.001, (System.nanoTime() - begun) / 1e9);
        return Quantities.count(last.lines()) + " lines read, " + Quantities.count(last.rows()) + " changes loaded, "
                + Quantities.count(Math.round(last.rows() / seconds)) + "/s";
    }

    private String bar() {
        if (size.isEmpty() || size.getAsLong() == 0) {
            return "";
        }
        int done = (int) Math.min(BAR, BAR * last.bytes() / size.getAsLong());
        return "[" + "#".repeat(done) + " ".repeat(BAR - done) + "] ";
    }
}

package io.cdcvault.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/** Work that continues for long: a line with a bar that moves on a terminal, a line now and then elsewhere. */
final class ProgressLine {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_MOVES = Duration.ofMillis(100);
    private static final int BAR = 30;

    private final PrintWriter out;
    private final boolean moves = Terminal.ofProcess().isInteractive();
    private final long begun = System.nanoTime();
    private long shownAt = begun;

    ProgressLine(PrintWriter out) {
        this.out = out;
    }

    /**
     * May be called often.
     *
     * @param size of the whole; 0 when it is not known
     */
    void show(long done, long size, Supplier<String> text) {
        long pause = (moves ? BETWEEN_MOVES : BETWEEN_LINES).toNanos();
        if (System.nanoTime() - shownAt >= pause) {
            shownAt = System.nanoTime();
            print(moves ? "\r" + bar(done, size) + text.get() : text.get() + System.lineSeparator());
        }
    }

    void end(String text) {
        print((moves ? "\r" : "") + text + (moves ? "\u001B[K" : "") + System.lineSeparator());
    }

    /** Since the work began; never none. */
    double seconds() {
        return Math.max(0.001, (System.nanoTime() - begun) / 1e9);
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }

    private static String bar(long done, long size) {
        if (size <= 0) {
            return "";
        }
        int filled = (int) Math.min(BAR, BAR * done / size);
        return "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] ";
    }
}

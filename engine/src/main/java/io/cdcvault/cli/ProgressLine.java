package io.cdcvault.cli;

import io.cdcvault.time.Deadline;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Work that continues for long. On a terminal a line that is redrawn in place, with a bar and the estimated time left;
 * elsewhere one line a phase.
 *
 * <p>Why: docs/decisions/0029-tables-and-progress-of-the-terminal-are-our-own.md
 */
final class ProgressLine implements AutoCloseable {

    private static final Duration BETWEEN_MOVES = Duration.ofMillis(100);
    private static final int BAR = 20;
    private static final String OVER = "\r\u001B[K";

    private final Terminal terminal;
    private final PrintWriter out;
    private final Time time;
    private final Stopwatch begun;
    /** Of the next line. */
    private Deadline rest;

    private long first = -1;
    private String phase = "";
    private boolean isDrawn;

    ProgressLine(Terminal terminal, PrintWriter out, Time time) {
        this.terminal = terminal;
        this.out = out;
        this.time = time;
        this.begun = time.stopwatch();
        this.rest = time.deadline(Duration.ZERO);
    }

    /** Printed where there is no terminal, when it is another than the one before. */
    void begin(String next) {
        if (!terminal.isInteractive() && !next.equals(phase)) {
            out.println(next);
            out.flush();
        }
        phase = next;
    }

    /**
     * May be called often: it draws some times a second.
     *
     * @param size of the whole; 0 when it is not known
     */
    void show(long done, long size, Supplier<String> text) {
        if (terminal.isInteractive() && rest.isPast()) {
            draw(done, size, text.get());
        }
    }

    /** As {@link #show}, and draws each time. */
    void draw(long done, long size, String text) {
        if (terminal.isInteractive()) {
            // Work that continues has what was done before behind it.
            first = first < 0 ? done : first;
            rest = time.deadline(BETWEEN_MOVES);
            out.print(OVER + bar(done, size) + fitted(text + left(done, size), size));
            out.flush();
            isDrawn = true;
        }
    }

    /** What the work came to, as a line that stays. */
    void end(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    @Override
    public void close() {
        clear();
    }

    /** Takes the line away; any number of times. */
    void clear() {
        if (isDrawn) {
            out.print(OVER);
            out.flush();
            isDrawn = false;
        }
    }

    /** The rate of what was done since this began. */
    String perSecond(long done) {
        return Quantities.count(Math.round(done / seconds())) + "/s";
    }

    /** Since the work began; never none. */
    private double seconds() {
        return Math.max(0.001, begun.seconds());
    }

    private String left(long done, long size) {
        if (size <= done || done <= first) {
            return "";
        }
        return ", " + Quantities.about(seconds() * (size - done) / (done - first)) + " left";
    }

    private String bar(long done, long size) {
        if (size <= 0) {
            return "";
        }
        int filled = (int) Math.min(BAR, BAR * done / size);
        return terminal.toned(Terminal.Tone.GOOD, "█".repeat(filled))
                + terminal.toned(Terminal.Tone.QUIET, "░".repeat(BAR - filled)) + " ";
    }

    /** A line that the terminal folds cannot be drawn over, so its end is cut. */
    private String fitted(String text, long size) {
        int room = Math.max(1, terminal.columns() - 1 - (size > 0 ? BAR + 1 : 0));
        return text.length() <= room ? text : text.substring(0, room - 1) + "…";
    }
}

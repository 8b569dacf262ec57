package io.cdcvault.cli;

import io.cdcvault.verify.Progress;
import java.io.PrintWriter;

/** Progress on standard error: a bar on a terminal, a line for each step elsewhere. */
final class StepProgress implements Progress, AutoCloseable {

    private static final int WIDTH = 30;
    private static final String OVER = "\r\u001B[K";

    private final Terminal terminal;
    private final PrintWriter err;
    private boolean isDrawn;

    StepProgress(Terminal terminal, PrintWriter err) {
        this.terminal = terminal;
        this.err = err;
    }

    @Override
    public void at(int done, int steps, String what) {
        if (terminal.isInteractive()) {
            err.print(OVER + bar(done, steps) + " " + done + "/" + steps + " " + what);
            isDrawn = true;
        } else {
            err.println(done + 1 + "/" + steps + " " + what);
        }
        err.flush();
    }

    /** Takes the bar away; any number of times. */
    @Override
    public void close() {
        if (isDrawn) {
            err.print(OVER);
            err.flush();
            isDrawn = false;
        }
    }

    private String bar(int done, int steps) {
        int filled = steps == 0 ? WIDTH : WIDTH * done / steps;
        return terminal.toned(Terminal.Tone.GOOD, "█".repeat(filled))
                + terminal.toned(Terminal.Tone.QUIET, "░".repeat(WIDTH - filled));
    }
}

package io.cdcvault.cli;

import io.cdcvault.status.Status;
import io.cdcvault.status.StatusJson;
import java.io.PrintWriter;

/** Prints statuses, in the form that was asked for. */
final class StatusPrinter {

    private final StatusText text;
    private final boolean json;
    private final PrintWriter out;
    private final Terminal terminal;

    StatusPrinter(String installation, boolean json, PrintWriter out) {
        this.terminal = Terminal.ofProcess();
        this.text = new StatusText(installation, terminal);
        this.json = json;
        this.out = out;
    }

    void print(Status status) {
        print(status, StatusRates.NONE);
    }

    void print(Status status, StatusRates rates) {
        out.print(json ? StatusJson.of(status) + "\n" : text.of(status, rates));
        out.flush();
    }

    /** One of many: over the one before on a terminal, after it elsewhere. */
    void printNext(Status status, StatusRates rates) {
        if (isInPlace()) {
            out.print(terminal.redrawn(text.of(status, rates)));
            out.flush();
        } else {
            print(status, rates);
            separate();
        }
    }

    void begin() {
        if (isInPlace()) {
            out.print(terminal.begin());
        }
    }

    void end() {
        if (isInPlace()) {
            out.print(terminal.end());
            out.flush();
        }
    }

    /** Whether the reader has gone. */
    boolean isClosed() {
        return out.checkError();
    }

    private boolean isInPlace() {
        return terminal.isInteractive() && !json;
    }

    private void separate() {
        if (!json) {
            out.println();
            out.flush();
        }
    }
}

package io.cdcvault.cli;

import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Sources;
import io.cdcvault.status.Status;
import io.cdcvault.status.StatusJson;
import java.io.PrintWriter;

/** Prints statuses, in the form that was asked for. */
final class StatusPrinter {

    private final String installation;
    private final String source;
    private final boolean json;
    private final PrintWriter out;
    private final Terminal terminal;

    StatusPrinter(Settings settings, boolean json, PrintWriter out) {
        this.installation = settings.name();
        this.source = Sources.name(settings);
        this.json = json;
        this.out = out;
        this.terminal = Terminal.ofProcess();
    }

    void print(Status status) {
        print(status, StatusRates.NONE);
    }

    void print(Status status, StatusRates rates) {
        if (json) {
            out.println(Output.ofSource(StatusJson.of(status), source));
        } else {
            new StatusText(installation, terminal).of(status, rates).forEach(out::println);
        }
        out.flush();
    }

    /** One of many: over the one before on a terminal, after it elsewhere. */
    void printNext(Status status, StatusRates rates) {
        if (isInPlace()) {
            Screen screen = Screen.now();
            Terminal window = terminal.withColumns(screen.columns());
            out.print(screen.redrawn(new StatusText(installation, window).of(status, rates)));
            out.flush();
        } else {
            print(status, rates);
            separate();
        }
    }

    void begin() {
        if (isInPlace()) {
            out.print(Screen.begin());
        }
    }

    void end() {
        if (isInPlace()) {
            out.print(Screen.end());
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

package io.cdcvault.local.command;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints: plain lines, seen at once. Safe to use from several threads. */
final class PlainLines {

    private final PrintWriter out;
    private final PrintWriter err;

    private PlainLines(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** @param spec picocli fills it in before it runs a command */
    static PlainLines of(@Nullable CommandSpec spec) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        return new PlainLines(line.getOut(), line.getErr());
    }

    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    synchronized void problem(String text) {
        err.println(text);
        err.flush();
    }

    synchronized void print(Consumer<PrintWriter> block) {
        block.accept(out);
        out.flush();
    }
}

package io.cdcvault.local.command;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.servers.process.LocalServer;
import java.io.PrintWriter;
import java.util.Locale;

/** The systems of a stack, one a line. */
final class SystemsTable {

    private static final String FORMAT = "%-13s %-8s %6s  %-44s %8s%n";

    private final LocalStack stack;

    SystemsTable(LocalStack stack) {
        this.stack = stack;
    }

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, FORMAT, "SYSTEM", "STATE", "PORT", "WHERE", "PID");
        for (StackSystem system : StackSystem.values()) {
            LocalServer server = stack.server(system);
            String pid = server.process()
                    .map(ProcessHandle::pid)
                    .map(String::valueOf)
                    .orElse("-");
            String state = server.isRunning() ? "running" : "stopped";
            out.printf(Locale.ROOT, FORMAT, system.label(), state, server.port(), server.address(), pid);
        }
        out.flush();
    }
}

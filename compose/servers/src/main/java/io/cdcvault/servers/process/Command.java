package io.cdcvault.servers.process;

import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A short-lived program, run to its end. */
public final class Command {

    private final List<String> line;

    private Command(List<String> line) {
        this.line = List.copyOf(line);
    }

    /** The program with its arguments, to be run as the present user. */
    public static Command of(List<String> line) {
        return new Command(line);
    }

    /**
     * The program for which being root is forbidden, as PostgreSQL's are. A root user runs it in a user namespace of
     * its own, where the same files belong to a user that is not root.
     */
    public static Command withoutRoot(List<String> line) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Command(line);
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "--user", "--"));
        wrapped.addAll(line);
        return new Command(wrapped);
    }

    /**
     * Runs the program and returns what it printed.
     *
     * @throws LocalStackException with what it printed, when it cannot be started or fails
     */
    public String run() {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new LocalStackException(line + " ended with exit code " + exit + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new LocalStackException("Cannot run " + line + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted while running " + line, e);
        }
    }
}

package io.cdcvault.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that prints a secret. What it says on its standard error goes to ours: that shows why it failed. */
final class SecretCommand {

    private SecretCommand() {}

    /**
     * What it printed, without the blanks around it.
     *
     * @throws IOException whose message holds neither the command, which may carry a secret, nor what it printed
     */
    static String run(String line, Duration patience) throws IOException {
        Process process = new ProcessBuilder(shell(line))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        try {
            String printed = CompletableFuture.supplyAsync(() -> printed(process))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                throw new IOException("the command closed its output and did not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the command ended with exit code " + process.exitValue());
            }
            return printed.strip();
        } catch (TimeoutException e) {
            throw new IOException("the command did not end within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the command's output cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the command", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String printed(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> shell(String line) {
        return System.getProperty("os.name").startsWith("Windows")
                ? List.of("cmd", "/c", line)
                : List.of("/bin/sh", "-c", line);
    }
}

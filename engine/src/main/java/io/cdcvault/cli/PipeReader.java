package io.cdcvault.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether standard output still has a reader, when it is a pipe as in {@code tail | head -1}. Java notices a reader
 * that has gone only when it writes, and there may be nothing to write for long. GNU tail notices by itself, so one
 * that prints nothing watches the same pipe; it ends with this process. Without it, or on another system than Linux,
 * the reader counts as there.
 */
final class PipeReader implements AutoCloseable {

    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final int ENDED_BY_BROKEN_PIPE = 128 + 13;

    private final Optional<Process> watch;

    private PipeReader(Optional<Process> watch) {
        this.watch = watch;
    }

    static PipeReader ofStandardOutput() {
        return new PipeReader(isPipe() ? watch() : Optional.empty());
    }

    boolean isThere() {
        return watch.filter(process -> !process.isAlive() && process.exitValue() == ENDED_BY_BROKEN_PIPE)
                .isEmpty();
    }

    @Override
    public void close() {
        watch.ifPresent(Process::destroy);
    }

    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(STANDARD_OUTPUT).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static Optional<Process> watch() {
        String own = Long.toString(ProcessHandle.current().pid());
        try {
            return Optional.of(
                    new ProcessBuilder(List.of("tail", "--follow", "--pid=" + own, "--sleep-interval=0.2", "/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

package io.cdcvault.servers.process;

import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file whose first line is the number of a process. The number alone proves nothing, since it is given out again
 * after the process has ended: the process must also carry a mark in its command line.
 */
public final class PidFile {

    private final Path file;
    private final List<String> marks;

    /** @param marks texts that all appear in the command line of the process meant */
    public PidFile(Path file, List<String> marks) {
        this.file = file;
        this.marks = List.copyOf(marks);
    }

    /** The process, when it lives and is the one meant. */
    public Optional<ProcessHandle> process() {
        return number().flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(this::isTheOneMeant);
    }

    /** Deletes the file when it names no process that is the one meant. */
    public void deleteIfStale() {
        if (process().isEmpty()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new LocalStackException("Cannot delete the stale " + file + ": " + e, e);
            }
        }
    }

    private Optional<Long> number() {
        try {
            return Files.readAllLines(file).stream()
                    .findFirst()
                    .map(String::strip)
                    .map(Long::valueOf);
        } catch (NoSuchFileException | NumberFormatException absentOrHalfWritten) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalStackException("Cannot read " + file + ": " + e, e);
        }
    }

    private boolean isTheOneMeant(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        String line = info.command().orElse("") + " "
                + String.join(" ", info.arguments().orElse(new String[0]));
        return marks.stream().allMatch(line::contains);
    }
}

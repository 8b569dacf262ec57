package io.cdcvault.servers.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidFileTest {

    @Test
    void numberOfAnotherProcessIsNotTaken(@TempDir Path directory) throws IOException {
        Path file = written(directory, ProcessHandle.current().pid() + "\n");

        PidFile pidFile = new PidFile(file, List.of("no such mark"));

        assertThat(pidFile.process()).isEmpty();
        pidFile.deleteIfStale();
        assertThat(file).doesNotExist();
    }

    @Test
    void processWithItsMarksIsFound(@TempDir Path directory) throws IOException {
        PidFile pidFile = new PidFile(written(directory, ProcessHandle.current().pid() + "\nmore\n"), List.of("java"));

        assertThat(pidFile.process()).contains(ProcessHandle.current());
    }

    @Test
    void halfWrittenOrAbsentFileNamesNoProcess(@TempDir Path directory) throws IOException {
        assertThat(new PidFile(written(directory, ""), List.of()).process()).isEmpty();
        assertThat(new PidFile(directory.resolve("absent.pid"), List.of()).process())
                .isEmpty();
    }

    private static Path written(Path directory, String text) throws IOException {
        return Files.writeString(directory.resolve("some.pid"), text);
    }
}

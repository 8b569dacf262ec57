package io.cdcvault.servers.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeDirectoryTest {

    @Test
    void interruptedFillingLeavesNoDirectory(@TempDir Path directory) {
        Path target = directory.resolve("cluster");

        assertThatThrownBy(() -> WholeDirectory.make(target, empty -> {
                    Files.createFile(empty.resolve("half"));
                    throw new IOException("power cut");
                }))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("power cut");

        assertThat(target).doesNotExist();
    }

    @Test
    void whatAnInterruptedFillingLeftIsThrownAway(@TempDir Path directory) throws IOException {
        Path target = directory.resolve("cluster");
        Files.createFile(
                Files.createDirectory(directory.resolve("cluster.partial")).resolve("half"));

        WholeDirectory.make(target, empty -> Files.createFile(empty.resolve("whole")));

        assertThat(target).isDirectoryContaining("glob:**whole");
        assertThat(target.resolve("half")).doesNotExist();
    }

    @Test
    void wholeDirectoryIsLeftAlone(@TempDir Path directory) {
        WholeDirectory.make(directory, empty -> {
            throw new IOException("never asked");
        });

        assertThat(directory).isEmptyDirectory();
    }
}

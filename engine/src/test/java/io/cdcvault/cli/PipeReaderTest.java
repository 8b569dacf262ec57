package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PipeReaderTest {

    /** Prints a line, and nothing more while there is a reader. */
    static final class Writer {

        public static void main(String[] arguments) {
            System.out.println("first");
            try (PipeReader reader = PipeReader.ofStandardOutput()) {
                while (reader.isThere()) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void writerWithNothingToWriteEndsWhenItsReaderHasGone() throws Exception {
        List<Process> pipeline = ProcessBuilder.startPipeline(List.of(java(), new ProcessBuilder("head", "-n", "1")));

        Process writer = pipeline.get(0);
        assertThat(writer.onExit().get(60, TimeUnit.SECONDS).exitValue()).isZero();
        assertThat(pipeline.get(1).inputReader().readLine()).isEqualTo("first");
    }

    private static ProcessBuilder java() {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName());
    }
}

package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.time.SetTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {

    private static final Terminal NARROW = new Terminal(true, false, 60);

    private final StringWriter written = new StringWriter();
    private final SetTime time = new SetTime();

    @Test
    void withoutATerminalAPhaseIsALine() {
        try (ProgressLine line = line(Terminal.NONE)) {
            StepProgress progress = new StepProgress(line);
            progress.begin("Comparing 40 source tables");
            for (int done = 0; done < 40; done++) {
                progress.at(done, 117, "public.t" + done);
            }
            progress.begin("Checking the rules of 77 vault tables");
            progress.at(40, 117, "rules of hub_t");
        }

        assertThat(written.toString().lines())
                .containsExactly("Comparing 40 source tables", "Checking the rules of 77 vault tables");
    }

    @Test
    void aTerminalShowsABarAndTheTimeThatIsLeft() {
        try (ProgressLine line = line(NARROW)) {
            line.draw(0, 100, "0 rows");
            time.pass(Duration.ofSeconds(10));
            line.draw(25, 100, "25 rows");
        }

        assertThat(drawn(1)).isEqualTo("█████░░░░░░░░░░░░░░░ 25 rows, 30 s left");
    }

    @Test
    void whatWasDoneBeforeDoesNotMakeTheEstimateShorter() {
        try (ProgressLine line = line(NARROW)) {
            line.draw(50, 100, "50 rows");
            time.pass(Duration.ofSeconds(10));
            line.draw(75, 100, "75 rows");
        }

        assertThat(drawn(1)).endsWith("75 rows, 10 s left");
    }

    @Test
    void drawnLineFitsTheTerminal() {
        try (ProgressLine line = line(NARROW)) {
            line.draw(1, 2, "public.a_table_with_a_long_name in sat_a_table_with_a_long_name");
        }

        assertThat(drawn(0)).hasSizeLessThan(60).endsWith("…");
    }

    @Test
    void aTerminalIsNotDrawnOnMoreThanTenTimesASecond() {
        try (ProgressLine line = line(NARROW)) {
            for (int done = 0; done < 1_000; done++) {
                time.pass(Duration.ofMillis(1));
                int rows = done;
                line.show(done, 1_000, () -> rows + " rows");
            }
        }

        assertThat(written.toString().split("\r", -1)).hasSizeLessThan(15);
    }

    private ProgressLine line(Terminal terminal) {
        return new ProgressLine(terminal, new PrintWriter(written, true), time);
    }

    private String drawn(int index) {
        return written.toString().split("\r\u001B\\[K", -1)[index + 1];
    }
}

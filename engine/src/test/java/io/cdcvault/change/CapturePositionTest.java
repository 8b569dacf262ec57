package io.cdcvault.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class CapturePositionTest {

    private static final CapturePosition STREAMING =
            new CapturePosition(Map.of("lsn", 7), new TransactionStamp(3, 30), 12, new Lsn(7));

    @Test
    void snapshotThatHasOnlyBegunIsUnfinished() {
        assertThat(CapturePosition.START.isStart()).isTrue();
        assertThat(CapturePosition.START.snapshotBegun().isSnapshotUnfinished()).isTrue();
        assertThat(STREAMING.isSnapshotUnfinished()).isFalse();
    }

    @Test
    void beginningAnewGoesOnCounting() {
        CapturePosition anew = STREAMING.withoutOffset();

        assertThat(anew.isStart()).isTrue();
        assertThat(anew.stamp().number()).isEqualTo(new TransactionNumber(3));
        assertThat(anew.events()).isEqualTo(12);
    }

    @Test
    void operationsAreReadByDebeziumsLetters() {
        assertThat(Operation.ofLetter("u").leavesRow()).isTrue();
        assertThat(Operation.ofLetter("d").leavesRow()).isFalse();
        assertThat(Operation.ofLetter("t")).isEqualTo(Operation.TRUNCATE);
        assertThatThrownBy(() -> Operation.ofLetter("x")).hasMessageContaining("'x'");
    }

    @Test
    void imageTellsAnAbsentColumnFromANull() {
        RowImage image = new RowImage(Map.of("a", "1"));

        assertThat(image.text("a")).isEqualTo("1");
        assertThat(image.has("b")).isFalse();
        assertThat(RowImage.NONE.columns()).isEmpty();
    }
}

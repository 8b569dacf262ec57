package io.cdcvault.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VisibleTransactionsTest {

    @Test
    void holdsWhatEndedBeforeAndNotWhatWasOpenOrCameLater() {
        VisibleTransactions visible = VisibleTransactions.parse("730:734:730,732");

        assertThat(visible.contains(729)).isTrue();
        assertThat(visible.contains(730)).isFalse();
        assertThat(visible.contains(731)).isTrue();
        assertThat(visible.contains(732)).isFalse();
        assertThat(visible.contains(733)).isTrue();
        assertThat(visible.contains(734)).isFalse();
    }

    @Test
    void numbersOfTheStreamHaveLostTheirUpperHalf() {
        long epoch = 3L << 32;
        VisibleTransactions visible =
                VisibleTransactions.parse((epoch - 2) + ":" + (epoch + 3) + ":" + (epoch - 2) + "," + (epoch + 1));

        assertThat(visible.contains(0xFFFF_FFFDL)).isTrue();
        assertThat(visible.contains(0xFFFF_FFFEL)).isFalse();
        assertThat(visible.contains(0xFFFF_FFFFL)).isTrue();
        assertThat(visible.contains(1)).isFalse();
        assertThat(visible.contains(2)).isTrue();
        assertThat(visible.contains(3)).isFalse();
    }

    @Test
    void nothingIsOpenOnAMasterAtRest() {
        assertThat(VisibleTransactions.parse("900:900:").contains(899)).isTrue();
        assertThat(VisibleTransactions.parse("900:900:").contains(900)).isFalse();
    }
}

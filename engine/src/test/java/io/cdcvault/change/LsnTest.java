package io.cdcvault.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LsnTest {

    @Test
    void textFormIsTheServers() {
        assertThat(Lsn.parse("16/B374D848").toString()).isEqualTo("16/B374D848");
        assertThat(Lsn.parse("0/0")).isEqualTo(Lsn.BEGINNING);
    }

    @Test
    void comparesUnsigned() {
        assertThat(Lsn.parse("FFFFFFFF/0")).isGreaterThan(Lsn.parse("1/0"));
    }

    @Test
    void differencesAreBytes() {
        assertThat(Lsn.parse("1/10").bytesSince(Lsn.parse("0/FFFFFFF0"))).isEqualTo(32);
    }

    @Test
    void otherTextIsRefused() {
        assertThatThrownBy(() -> Lsn.parse("123")).isInstanceOf(IllegalArgumentException.class);
    }
}

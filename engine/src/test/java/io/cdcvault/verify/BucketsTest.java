package io.cdcvault.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BucketsTest {

    @Test
    void bucketDiffersWhenItsCountOrItsDigestDoes() throws SQLException {
        Buckets source = Buckets.of(Rows.of(List.of("00", 2, "5"), List.of("01", 1, "7"), List.of("02", 3, "9")));
        Buckets vault = Buckets.of(Rows.of(List.of("00", 2, "5"), List.of("01", 1, "8"), List.of("02", 2, "9")));

        assertThat(source.differingFrom(vault)).containsExactly("01", "02");
        assertThat(vault.differingFrom(source)).containsExactly("01", "02");
        assertThat(source.differingFrom(source)).isEmpty();
        assertThat(source.rows()).isEqualTo(6);
    }

    @Test
    void bucketThatOneSideLacksDiffersUnlessItIsEmptyOnTheOther() throws SQLException {
        Buckets source = Buckets.of(Rows.of(List.of("00", 1, "5"), List.of("01", 0, "0")));
        Buckets vault = Buckets.of(Rows.of(List.of("ff", 1, "5")));

        assertThat(source.differingFrom(vault)).containsExactly("00", "ff");
    }

    @Test
    void rowsWhoseDigestsAddUpToNothingAreStillCounted() throws SQLException {
        assertThat(Buckets.of(Rows.of(List.of("00", 2, "0"))).differingFrom(Buckets.of(Rows.of())))
                .containsExactly("00");
    }
}

package io.cdcvault.airline.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.servers.failure.LocalStackException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {

    @Test
    void writersShareAllTransactions() {
        TrafficPlan plan = TrafficPlan.of(1, 3, 10);

        assertThat(played(plan.pace(0, () -> false))).isEqualTo(4);
        assertThat(played(plan.pace(1, () -> false))).isEqualTo(3);
        assertThat(played(plan.pace(2, () -> false))).isEqualTo(3);
    }

    @Test
    void paceEndsWhenItIsStopped() {
        assertThat(TrafficPlan.endless(1, 1).pace(0, () -> true).next()).isFalse();
    }

    @Test
    void paceEndsWithItsDuration() {
        assertThat(TrafficPlan.endless(1, 1)
                        .during(Duration.ZERO)
                        .pace(0, () -> false)
                        .next())
                .isFalse();
    }

    @Test
    void moreWritersThanDesksAreRefused() {
        assertThatThrownBy(() -> TrafficPlan.of(1, 17, 1))
                .isInstanceOf(LocalStackException.class)
                .hasMessage("There can be 1 to 16 writers, not 17");
    }

    private static int played(Pace pace) {
        int played = 0;
        while (pace.next()) {
            played++;
        }
        return played;
    }
}

package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void aSlipOfTheFingerFindsTheName() {
        assertThat(Nearest.to("hub_tiket", List.of("hub_booking", "hub_ticket")))
                .contains("hub_ticket");
    }

    @Test
    void caseDoesNotCount() {
        assertThat(Nearest.to("HUB_TICKET", List.of("hub_ticket"))).contains("hub_ticket");
    }

    @Test
    void somethingElseFindsNothing() {
        assertThat(Nearest.to("invoice", List.of("hub_booking", "hub_ticket"))).isEmpty();
    }
}

package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.kafka.TopicNames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicChoiceTest {

    private final TopicChoice choice = new TopicChoice(
            new TopicNames("postgres", Map.of()),
            List.of(
                    "postgres.cdc-vault.position",
                    "postgres.public.tickets",
                    "postgres.archive.flights",
                    "postgres.public.flights",
                    "postgres.transaction"));

    @ParameterizedTest
    @ValueSource(strings = {"tickets", "public.tickets", "postgres.public.tickets"})
    void aTopicMayBeNamedShort(String name) {
        assertThat(choice.named(name)).containsExactly("postgres.public.tickets");
    }

    @Test
    void thePositionIsNoChangeTopic() {
        assertThat(choice.all()).hasSize(4).doesNotContain("postgres.cdc-vault.position");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> choice.named("tickts"))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("did you mean public.tickets?");
    }

    @Test
    void aNameOfTwoTopicsIsRefused() {
        assertThatThrownBy(() -> choice.named("flights"))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("postgres.archive.flights, postgres.public.flights");
    }
}

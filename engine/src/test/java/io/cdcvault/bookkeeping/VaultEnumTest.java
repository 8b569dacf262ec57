package io.cdcvault.bookkeeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VaultEnumTest {

    @Test
    void valuesAreAddedWhereTheyAreAtTheSource() {
        assertThat(of("sad", "ok").additions(List.of("worst", "sad", "it's", "well", "ok")))
                .containsExactly(
                        "alter type mood add value if not exists 'worst' before 'sad'",
                        "alter type mood add value if not exists 'it''s' after 'sad'",
                        "alter type mood add value if not exists 'well' after 'it''s'");
    }

    @Test
    void typeThatHasMoreValuesOrTheSameLacksNone() {
        assertThat(of("a", "b", "c").additions(List.of("c", "a"))).isEmpty();
        assertThat(of().additions(List.of("a"))).containsExactly("alter type mood add value if not exists 'a'");
    }

    private static VaultEnum of(String... values) {
        return new VaultEnum("sat_mood", "m", "mood", List.of(values), Optional.empty());
    }
}

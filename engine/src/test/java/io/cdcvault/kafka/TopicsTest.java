package io.cdcvault.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.MinimalSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopicsTest {

    private static final TableName ITEMS = new TableName("public", "order_items");
    private static final TableName ODD_ITEMS = new TableName("public", "order items");
    private static final Map<String, String> CHOSEN = Map.of("kafka.topics.\"public.order items\"", "odd.items");

    @Test
    void twoTablesWhoseNamesDifferInWhatATopicCannotHoldAreNamedWithTheSettingThatHelps() {
        assertThat(topics(Map.of()).shared(List.of(ITEMS, ODD_ITEMS))).hasValueSatisfying(problem -> assertThat(problem)
                .contains("public.order items", "public.order_items", "postgres.public.order_items")
                .endsWith("under `kafka`: topics: {\"public.order_items\": \"public.order_items-2\"}"));
    }

    @Test
    void topicsThatKafkaCannotKeepApartAreShared() {
        assertThat(topics(Map.of()).shared(List.of(new TableName("a", "b_c"), new TableName("a_b", "c"))))
                .isPresent();
    }

    @Test
    void tablesWithTopicsOfTheirOwnShareNone() {
        assertThat(topics(Map.of()).shared(List.of(new TableName("public", "a"), new TableName("public", "b"))))
                .isEmpty();
        assertThat(topics(CHOSEN).shared(List.of(ITEMS, ODD_ITEMS))).isEmpty();
    }

    @Test
    void chosenTopicIsTheTablesAndLeadsBackToIt() {
        TopicNames names = TopicNames.of(MinimalSettings.with(CHOSEN));

        assertThat(names.table(ODD_ITEMS)).isEqualTo("postgres.odd.items");
        assertThat(names.tableOf("postgres.odd.items")).contains(ODD_ITEMS);
        assertThat(names.table(ITEMS)).isEqualTo("postgres.public.order_items");
    }

    @Test
    void topicOfNoCapturedTableIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> topics(CHOSEN).requireChosenAreCaptured(List.of(ITEMS)))
                .hasMessageContaining(
                        "public.order items, which is no captured table; did you mean public.order_items?");
    }

    @Test
    void tableWhoseTopicIsTakenIsToldFromThoseThatHaveTheirOwn() {
        TableName dotted = new TableName("public", "order.items");

        assertThat(topics(Map.of()).takenBy(List.of(dotted, ODD_ITEMS), dotted)).contains(ODD_ITEMS);
        assertThat(topics(Map.of()).takenBy(List.of(dotted), dotted)).isEmpty();
        assertThat(topics(CHOSEN).takenBy(List.of(ODD_ITEMS), dotted)).isEmpty();
        assertThat(topics(Map.of()).choice(dotted)).contains("{\"public.order.items\": \"public.order.items-2\"}");
    }

    /** It may be chosen before the table is captured: that it can be is why. */
    @Test
    void topicOfATableThatMayComeCanBeChosen() {
        Map<String, String> settings =
                Map.of("kafka.topics.\"public.order items\"", "odd", "capture.tables", "public.*");

        assertThatCode(() -> topics(settings).requireChosenAreCaptured(List.of(ITEMS)))
                .doesNotThrowAnyException();
    }

    @Test
    void topicThatTheServiceNeedsItselfCannotBeChosen() {
        assertThatThrownBy(() -> MinimalSettings.with(Map.of("kafka.topics.\"public.a\"", "transaction")))
                .hasMessageContaining("kafka.topics.public.a expected 1 to 200 of");
    }

    private static Topics topics(Map<String, String> more) {
        return new Topics(MinimalSettings.with(more));
    }
}

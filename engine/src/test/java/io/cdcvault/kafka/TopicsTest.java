package io.cdcvault.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TopicsTest {

    private final Topics topics = new Topics(SettingsReader.read(
            Optional.empty(),
            Map.of(
                    "cdc-vault.name", "test",
                    "cdc-vault.model", "unused",
                    "cdc-vault.source.url", "unused",
                    "cdc-vault.source.user", "unused",
                    "cdc-vault.warehouse.url", "unused",
                    "cdc-vault.warehouse.user", "unused",
                    "cdc-vault.kafka.bootstrap-servers", "unused")));

    @Test
    void twoTablesWhoseNamesDifferInWhatATopicCannotHoldAreNamedWithTheirTopic() {
        assertThat(topics.shared(
                        List.of(new TableName("public", "order_items"), new TableName("public", "order items"))))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("public.order items", "public.order_items", "postgres.public.order_items"));
    }

    @Test
    void tablesWithTopicsOfTheirOwnShareNone() {
        assertThat(topics.shared(List.of(new TableName("public", "a"), new TableName("public", "b"))))
                .isEmpty();
    }
}

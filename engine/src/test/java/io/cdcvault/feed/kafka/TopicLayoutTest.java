package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class TopicLayoutTest {

    private static final TopicPartition CHOSEN = new TopicPartition("p.odd.items", 0);
    private static final TopicPartition BEFORE = new TopicPartition("p.public.order_items", 0);

    private final TopicLayout layout = new TopicLayout(
            Map.of(new TableName("public", "order items"), List.of(CHOSEN)),
            new TopicPartition("p.transaction", 0),
            topic -> Optional.empty());

    /** As when {@code kafka.topics} is changed while published changes wait. */
    @Test
    void rowsOfATableOnAnotherTopicThanItsOwnAreNotLeftOut() {
        assertThatThrownBy(() -> layout.requireKnown(end(Set.of("public.order items"), BEFORE)))
                .hasMessageContaining("has rows of public.order items, and none on topic p.odd.items")
                .hasMessageContaining("published to [p.public.order_items-0]")
                .asInstanceOf(InstanceOfAssertFactories.type(CdcVaultException.class))
                .matches(refused -> refused.kind() == FailureKind.CONFIGURATION_INVALID);
    }

    @Test
    void rowsOfTablesOutsideTheModelMayBeAnywhere() {
        assertThatCode(() -> layout.requireKnown(end(Set.of("public.order_items"), BEFORE)))
                .doesNotThrowAnyException();
        assertThatCode(() -> layout.requireKnown(end(Set.of("public.order items", "public.order_items"), CHOSEN)))
                .doesNotThrowAnyException();
    }

    /** As when the capture and the loader of a new installation start at one moment: the next start sees the topic. */
    @Test
    void topicThatCameUpSinceIsNotLeftOut() {
        TopicLayout early = new TopicLayout(
                Map.of(new TableName("public", "order items"), List.of()),
                new TopicPartition("p.transaction", 0),
                topic -> Optional.empty());

        assertThatThrownBy(() -> early.requireKnown(end(Set.of("public.order items"), CHOSEN)))
                .hasMessageContaining("The topic of public.order items was not there when the loader started")
                .asInstanceOf(InstanceOfAssertFactories.type(CdcVaultException.class))
                .matches(refused -> refused.kind() == FailureKind.KAFKA_FAILED);
        assertThatCode(() -> early.requireKnown(end(Set.of("public.other"), BEFORE)))
                .doesNotThrowAnyException();
    }

    @Test
    void partitionThatIsAddedIsNotLeftOut() {
        assertThatThrownBy(() ->
                        layout.requireKnown(end(Set.of("public.order items"), new TopicPartition(CHOSEN.topic(), 1))))
                .hasMessageContaining("had 1 partitions when the loader started");
    }

    private static TransactionEnd end(Set<String> tables, TopicPartition partition) {
        return new TransactionEnd(
                new TransactionStamp(7, 70),
                Kind.END,
                new Lsn(1),
                1,
                tables,
                Map.of(partition, 1L),
                Set.of(),
                Optional.empty(),
                false);
    }
}

package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.RowBuffer;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.SetTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class TableAssemblyTest {

    private static final TopicPartition FIRST = new TopicPartition("p.public.t", 0);
    private static final TopicPartition SECOND = new TopicPartition("p.public.t", 1);

    private final List<String> skipped = new ArrayList<>();
    private final ForeignRecords foreign = new ForeignRecords(skipped::add, new SetTime());
    private final PartitionQueue first = new PartitionQueue(FIRST, 0, false, foreign, () -> true);
    private final PartitionQueue second = new PartitionQueue(SECOND, 0, false, foreign, () -> true);
    private final List<RowChange> taken = new ArrayList<>();

    @Test
    void rowsOfSeveralPartitionsComeInTheTransactionsOrder() {
        TableAssembly assembly = assembly(Map.of(FIRST, 3L, SECOND, 2L));
        add(first, 7, 1, 4, 5);
        add(second, 7, 2, 3);

        take(assembly, 100);

        assertThat(orders()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(assembly.isComplete()).isTrue();
    }

    @Test
    void noRowIsTakenBeforeAnEarlierOneThatMayStillCome() {
        TableAssembly assembly = assembly(Map.of(FIRST, 2L, SECOND, 1L));
        add(first, 7, 2, 3);

        take(assembly, 100);
        assertThat(taken).isEmpty();
        add(second, 7, 1);
        take(assembly, 100);

        assertThat(orders()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void partitionsWithoutRowsOfTheTransactionAreNotWaitedFor() {
        TableAssembly assembly = assembly(Map.of(FIRST, 1L));
        add(first, 7, 1);
        add(second, 8, 1);

        take(assembly, 100);

        assertThat(assembly.isComplete()).isTrue();
        assertThat(second.size()).isEqualTo(1);
    }

    @Test
    void aLargeTransactionComesInPieces() {
        TableAssembly assembly = assembly(Map.of(FIRST, 2L, SECOND, 2L));
        add(first, 7, 1, 3);
        add(second, 7, 2, 4);

        take(assembly, 3);
        assertThat(orders()).containsExactly(1L, 2L, 3L);
        assertThat(assembly.isComplete()).isFalse();
        taken.clear();
        take(assembly, 3);

        assertThat(orders()).containsExactly(4L);
        assertThat(assembly.isComplete()).isTrue();
    }

    @Test
    void recordsThatRetentionHasRemovedAreMissed() {
        TableAssembly assembly = assembly(Map.of(FIRST, 2L));
        add(first, 7, 2);
        add(first, 8, 1);

        assertThatThrownBy(() -> take(assembly, 100))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("lost what the vault has not loaded: records of transaction 7 before");
    }

    @Test
    void copyOfAnEarlierRecordIsSkippedAndCounted() {
        TableAssembly assembly = assembly(Map.of(FIRST, 2L));
        add(first, 6, 1);
        add(first, 7, 1);
        add(first, 6, 2);
        add(first, 7, 2);

        take(assembly, 100);

        assertThat(orders()).containsExactly(1L, 2L);
        assertThat(assembly.isComplete()).isTrue();
        assertThat(skipped).hasSize(2);
    }

    @Test
    void recordThatPretendsToBeOfALaterTransactionIsSkippedOnceOursStandsBehindIt() {
        TableAssembly assembly = assembly(Map.of(FIRST, 2L));
        add(first, 9, 1);
        add(first, 7, 1, 2);

        take(assembly, 100);

        assertThat(orders()).containsExactly(1L, 2L);
        assertThat(skipped).hasSize(1);
    }

    private TableAssembly assembly(Map<TopicPartition, Long> records) {
        TransactionEnd end = new TransactionEnd(
                new TransactionStamp(7, 70),
                Kind.END,
                new Lsn(1),
                10,
                Set.of(),
                records,
                Set.of(),
                Optional.empty(),
                false);
        return new TableAssembly(end, new TableName("public", "t"), List.of(first, second));
    }

    private void take(TableAssembly assembly, int limit) {
        RowBuffer rows = new RowBuffer(new BatchLimit(limit, Long.MAX_VALUE));
        assembly.take(new EnvelopeReader(), rows);
        taken.addAll(rows.take());
    }

    private List<Long> orders() {
        return taken.stream().map(RowChange::order).toList();
    }

    private static void add(PartitionQueue queue, long transaction, int... orders) {
        for (int order : orders) {
            String envelope = "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"schema\":\"public\",\"table\":\"t\"},"
                    + "\"transaction\":{\"total_order\":" + order + "}}";
            queue.add(new ConsumerRecord<>(
                    queue.partition().topic(),
                    queue.partition().partition(),
                    order,
                    0,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    null,
                    envelope.getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders()
                            .add("cdc-vault-transaction", bytes(transaction))
                            .add("cdc-vault-load-date", bytes(transaction * 10)),
                    Optional.empty()));
        }
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }
}

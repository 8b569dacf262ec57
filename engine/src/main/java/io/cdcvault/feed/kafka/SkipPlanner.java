package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionNumber;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.kafka.PartitionStates.PartitionState;
import io.cdcvault.feed.kafka.SkipPlan.Gap;
import io.cdcvault.feed.kafka.SkipPlan.Skipped;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Time;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the transaction that a loader can continue with. Of a partition that has lost records, the first transaction
 * that is left may be cut; every later one is whole. A compacted topic may lack records anywhere, so nothing of what it
 * holds counts as whole.
 */
public final class SkipPlanner {

    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final KafkaClients clients;
    private final TopicNames names;
    private final List<TableName> tables;
    private final boolean isCompacted;
    private final Time time;

    /** @param isCompacted whether any of the tables' topics is */
    public SkipPlanner(KafkaClients clients, TopicNames names, List<TableName> tables, boolean isCompacted, Time time) {
        this(() -> clients.consumer("skip"), clients, names, tables, isCompacted, time);
    }

    /** @param consumers a new one for each plan; closed after it */
    SkipPlanner(
            Supplier<? extends Consumer<byte[], byte[]>> consumers,
            KafkaClients clients,
            TopicNames names,
            List<TableName> tables,
            boolean isCompacted,
            Time time) {
        this.consumers = consumers;
        this.time = time;
        this.clients = clients;
        this.names = names;
        this.tables = List.copyOf(tables);
        this.isCompacted = isCompacted;
    }

    /**
     * Where one partition stands.
     *
     * @param next the next offset to read
     * @param applied the last transaction that was loaded of it
     */
    public record Stand(long next, TransactionNumber applied) {

        private Stand furthestBehind(Stand other) {
            return new Stand(Math.min(next, other.next), applied.isAfter(other.applied) ? other.applied : applied);
        }
    }

    /** Where each partition stands, from one position for all of them or from one for each. */
    public static Map<String, Stand> stands(Collection<PartitionState> positions) {
        Map<String, Stand> stands = new HashMap<>();
        positions.forEach(position -> FeedOffsets.parse(position.resumeFrom())
                .next()
                .forEach((partition, next) ->
                        stands.merge(partition, new Stand(next, position.transaction()), Stand::furthestBehind)));
        return stands;
    }

    /**
     * Reads what the topics hold beyond the position.
     *
     * @param stands by partition, the one of the transactions included; empty before the first load
     * @param applied the last transaction in the vault, of the partition that is the furthest behind
     * @param published the number of the last transaction in the topics
     * @return empty when nothing is lost
     */
    public Optional<SkipPlan> plan(Map<String, Stand> stands, Skipped applied, TransactionNumber published) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            TopicLayout layout = TopicLayout.read(consumer, names, tables);
            Map<TopicPartition, Reach> reaches = reaches(consumer, layout, stands);
            Ends ends = new Ends(reach(reaches, layout.transactions()));
            Set<TopicPartition> lacking = new HashSet<>();
            TransactionNumber next = isCompacted
                    ? published.next()
                    : ends.afterCutSnapshot(firstWhole(layout, reaches, ends, applied, published, lacking), published);
            boolean isWhole = !next.isAfter(applied.stamp().number().next())
                    && lacking.isEmpty()
                    && reaches.values().stream().noneMatch(Reach::isLost);
            return isWhole
                    ? Optional.empty()
                    : Optional.of(plan(layout, reaches, lacking, next, ends.last(next, applied)));
        } catch (KafkaException e) {
            throw KafkaFailures.failure("read the topics", e);
        }
    }

    private Map<TopicPartition, Reach> reaches(
            Consumer<byte[], byte[]> consumer, TopicLayout layout, Map<String, Stand> stands) {
        List<TopicPartition> partitions = layout.all();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Reach> reaches = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            // A partition that came up later holds nothing of what was loaded without it.
            Stand stand = stands.getOrDefault(
                    partition.toString(), new Stand(stands.isEmpty() ? 0 : beginning, TransactionNumber.BEFORE_FIRST));
            reaches.put(
                    partition,
                    new Reach(consumer, partition, stand, beginning, ends.getOrDefault(partition, 0L), time));
        }
        return reaches;
    }

    /** @param lacking is given the partitions that do not hold the records that an END says they have */
    private TransactionNumber firstWhole(
            TopicLayout layout,
            Map<TopicPartition, Reach> reaches,
            Ends ends,
            Skipped applied,
            TransactionNumber published,
            Set<TopicPartition> lacking) {
        Map<TopicPartition, TransactionNumber> expected = new HashMap<>();
        TransactionNumber next = later(
                applied.stamp().number().next(),
                ends.first(applied.stamp().number()).orElse(published.next()));
        ends.read(end -> end.partitions().keySet().stream()
                .filter(partition -> reaches.containsKey(partition)
                        && end.stamp()
                                .number()
                                .isAfter(reach(reaches, partition).applied()))
                .forEach(
                        partition -> expected.putIfAbsent(partition, end.stamp().number())));
        waitForEmpty(expected.keySet(), reaches);
        for (TopicPartition partition : layout.rows()) {
            Reach reach = reach(reaches, partition);
            Optional<TransactionNumber> first = reach.firstAfterApplied();
            TransactionNumber wanted = expected.get(partition);
            if (wanted != null && first.map(found -> found.isAfter(wanted)).orElse(true)) {
                lacking.add(partition);
            }
            if (reach.isLost() || lacking.contains(partition)) {
                next = later(next, first.orElse(published).next());
            }
        }
        return next;
    }

    private static TransactionNumber later(TransactionNumber one, TransactionNumber other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Looks once more at partitions that show nothing though an END counts records of theirs: it is committed, and so
     * are they, but for the moment that brokers take to mark them.
     *
     * @throws CdcVaultException when a transaction that stays open hides what a partition has
     */
    private void waitForEmpty(Set<TopicPartition> expected, Map<TopicPartition, Reach> reaches) {
        List<TopicPartition> empty = expected.stream()
                .filter(partition -> !reach(reaches, partition).isLost()
                        && reach(reaches, partition).firstAfterApplied().isEmpty())
                .toList();
        if (empty.isEmpty()) {
            return;
        }
        try (HidingTransactions transactions = new HidingTransactions(clients)) {
            time.sleep(FetchedPartitions.SETTLED);
            for (TopicPartition partition : empty) {
                Reach extended = reach(reaches, partition).extended();
                if (transactions.holdBack(partition, extended.end())) {
                    throw new CdcVaultException(
                            FailureKind.KAFKA_FAILED,
                            "A transaction is open on " + partition + ", so it is not known yet what the topic holds."
                                    + " Try again when it has ended");
                }
                reaches.put(partition, extended);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CdcVaultException(FailureKind.KAFKA_FAILED, "Interrupted while waiting for records", e);
        }
    }

    private SkipPlan plan(
            TopicLayout layout,
            Map<TopicPartition, Reach> reaches,
            Set<TopicPartition> lacking,
            TransactionNumber next,
            Skipped last) {
        Map<String, Long> offsets = new HashMap<>();
        List<Gap> gaps = new ArrayList<>();
        reaches.forEach((partition, reach) -> {
            Reach.Skip skip = reach.skipTo(next);
            offsets.put(partition.toString(), skip.offset());
            if (reach.isLost() || skip.records() > 0 || lacking.contains(partition)) {
                gaps.add(new Gap(
                        layout.tableOf(partition), partition.toString(), reach.from(), skip.offset(), reach.lost()));
            }
        });
        Set<TableName> concerned =
                gaps.stream().flatMap(gap -> gap.table().stream()).collect(Collectors.toSet());
        if (!reach(reaches, layout.transactions()).applied().exists()) {
            // Of a table that shows no record, it is not known whether its rows were among those that are lost.
            concerned.addAll(layout.tables().keySet());
        }
        return new SkipPlan(last, offsets, gaps, concerned);
    }

    private static Reach reach(Map<TopicPartition, Reach> reaches, TopicPartition partition) {
        return Objects.requireNonNull(reaches.get(partition), () -> partition + " is not read");
    }
}

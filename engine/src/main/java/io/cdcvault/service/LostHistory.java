package io.cdcvault.service;

import io.cdcvault.bookkeeping.AppliedPosition;
import io.cdcvault.bookkeeping.PartitionPositions;
import io.cdcvault.bookkeeping.PartitionPositions.PartitionPosition;
import io.cdcvault.bookkeeping.SkippedHistory;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.kafka.PartitionStates.PartitionState;
import io.cdcvault.feed.kafka.SkipPlan;
import io.cdcvault.feed.kafka.SkipPlan.Skipped;
import io.cdcvault.feed.kafka.SkipPlanner;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.Topics;
import io.cdcvault.publish.PublishedPosition;
import io.cdcvault.time.Time;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * The way past records that the topics have lost before they were loaded: the loader continues with the first
 * transaction that is whole, and each table that misses something is read from the source again.
 */
public final class LostHistory {

    private final Installation installation;
    private final KafkaClients clients;
    private final SkippedHistory history;
    private final Time time;

    public LostHistory(Installation installation, Time time) {
        this.time = time;
        this.installation = installation;
        this.clients = new KafkaClients(installation.settings());
        this.history = new SkippedHistory(installation.settings(), installation.feedName());
    }

    /**
     * What would be skipped.
     *
     * @return empty when nothing is lost
     * @throws CdcVaultException when the topics or the warehouse do not answer
     */
    public Optional<SkipPlan> plan() throws InterruptedException {
        if (installation.settings().kafka().bootstrapServers().isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID, "Without `kafka.bootstrap-servers` there are no topics");
        }
        Skipped applied = history.position()
                .map(LostHistory::applied)
                .orElse(new Skipped(TransactionStamp.BEFORE_FIRST, Lsn.BEGINNING, 0));
        TransactionNumber published = new PublishedPosition(clients, installation.topics(), time)
                .read()
                .map(CapturePosition::stamp)
                .map(TransactionStamp::number)
                .orElse(TransactionNumber.BEFORE_FIRST);
        return new SkipPlanner(clients, installation.topics(), installation.tables(), isCompacted(), time)
                .plan(SkipPlanner.stands(positions().values()), applied, published);
    }

    /**
     * Skips it. A service that runs continues there by itself.
     *
     * @throws CdcVaultException when a loader has moved the position meanwhile
     */
    public void skip(SkipPlan plan) {
        Map<String, PartitionState> behind = new HashMap<>(partitions());
        boolean isGroup = !behind.isEmpty();
        behind.values().removeIf(partition -> !plan.last().stamp().number().isAfter(partition.transaction()));
        Map<String, String> before = new HashMap<>();
        behind.forEach((partition, position) -> before.put(partition, position.resumeFrom()));
        String resumeFrom = isGroup
                ? plan.moves(
                        before, installation.topics().transactionPartition().toString())
                : plan.resumeFrom();
        Skipped last = plan.last();
        history.skip(
                new Checkpoint(resumeFrom, last.stamp(), last.commitLsn(), last.events(), 0, false),
                isGroup,
                plan.gaps().stream()
                        .flatMap(gap -> gap.table().stream()
                                .map(table -> new SkippedHistory.Part(table, gap.partition(), gap.from(), gap.to())))
                        .toList(),
                plan.tables());
    }

    private static Skipped applied(AppliedPosition position) {
        return new Skipped(position.stamp(), position.lsn(), position.events());
    }

    private Map<String, PartitionState> positions() {
        Map<String, PartitionState> partitions = partitions();
        return partitions.isEmpty()
                ? history.position()
                        .map(position -> Map.of(
                                "all",
                                new PartitionState(
                                        position.resumeFrom(), position.stamp().number())))
                        .orElse(Map.of())
                : partitions;
    }

    private Map<String, PartitionState> partitions() {
        try (Warehouse warehouse = Warehouse.connectBriefly(installation.settings())) {
            Map<String, PartitionState> states = new HashMap<>();
            for (Map.Entry<String, PartitionPosition> partition : new PartitionPositions(
                            warehouse, installation.feedName())
                    .read()
                    .entrySet()) {
                states.put(
                        partition.getKey(),
                        new PartitionState(
                                partition.getValue().resumeFrom(),
                                partition.getValue().transaction()));
            }
            return states;
        }
    }

    private boolean isCompacted() throws InterruptedException {
        try (Admin admin = clients.admin()) {
            return new Topics(installation.settings()).anyCompacted(admin, List.copyOf(installation.tables()));
        }
    }
}

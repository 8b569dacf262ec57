package io.cdcvault.road;

import io.cdcvault.servers.process.Await;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What an administrator of Kafka does to the topics of a service that is running. */
final class ChaosTopics {

    private static final String TABLE = "postgres.audit.by_key";
    private static final String TRANSACTIONS = "postgres.transaction";

    /** Kafka cannot remove partitions, so their number needs a limit. */
    private static final int MOST_PARTITIONS = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** So many of the newest records are still there when the loader comes. */
    private static final int MOST_KEPT = 4;

    private ChaosTopics() {}

    static void addPartitionsOfTable(ChaosRoad road, Random random) {
        addPartition(road, TABLE);
    }

    static void addPartitionsOfTransactions(ChaosRoad road, Random random) {
        addPartition(road, TRANSACTIONS);
    }

    private static void addPartition(ChaosRoad road, String topic) {
        try (Admin admin = admin(road)) {
            int partitions = answer(admin.describeTopics(List.of(topic)).allTopicNames())
                    .map(topics ->
                            topics.values().iterator().next().partitions().size())
                    .orElseThrow();
            if (partitions < MOST_PARTITIONS) {
                answer(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions + 1)))
                        .all());
            }
        }
    }

    /** The records that a loader at rest has not read yet are deleted, and it is told to continue without them. */
    static void retentionBeforeReading(ChaosRoad road, Random random) throws SQLException {
        ChaosVictim victim = road.victims().get(0);
        new Tampering(road, ChaosFault.RETENTION_BEFORE_READING, EnumSet.allOf(AuditedTable.class)).around(nothing -> {
            // What is lost was published after the beginning of the tampering.
            road.awaitCaughtUp();
            victim.pauseLoad();
            loseRecords(road);
            Repairs repairs = Repairs.after(road, List.of());
            victim.command(List.of("resume", "load"));
            victim.command(List.of("skip-lost"));
            repairs.awaitFinished(victim);
        });
        road.everythingWasTamperedWith();
    }

    /** As retention does, but at once: brokers look for what is too old every five minutes. */
    private static void loseRecords(ChaosRoad road) {
        TopicPartition partition = new TopicPartition(TABLE, 0);
        try (Admin admin = admin(road)) {
            long read = offset(admin, partition);
            Await.until("more is published", PATIENCE, () -> offset(admin, partition) > read + MOST_KEPT);
            long kept = offset(admin, partition) - MOST_KEPT;
            answer(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(kept)))
                    .all());
        }
    }

    private static long offset(Admin admin, TopicPartition partition) {
        return answer(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
                .orElseThrow()
                .offset();
    }

    private static Admin admin(ChaosRoad road) {
        return Admin.create(Map.of("bootstrap.servers", road.stack().broker().bootstrapServers()));
    }

    /** Empty when the broker has only done it. */
    private static <T> Optional<T> answer(KafkaFuture<T> future) {
        try {
            return Optional.ofNullable(future.get());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka refuses", e);
        }
    }
}

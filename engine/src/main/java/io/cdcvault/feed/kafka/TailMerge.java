package io.cdcvault.feed.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Merges the records of several partitions by commit order. */
final class TailMerge {

    private final Map<TopicPartition, Queue<TailedRecord>> queues = new HashMap<>();

    TailMerge(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> queues.put(partition, new ArrayDeque<>()));
    }

    void add(TopicPartition partition, TailedRecord record) {
        queue(partition).add(record);
    }

    int size(TopicPartition partition) {
        return queue(partition).size();
    }

    boolean isEmpty() {
        return queues.values().stream().allMatch(Queue::isEmpty);
    }

    /**
     * Takes what is sure to come next.
     *
     * @param behind partitions that hold more than was added: once such a queue is empty, its next record may be the
     *     earliest of all
     */
    List<TailedRecord> take(Set<TopicPartition> behind) {
        List<TailedRecord> taken = new ArrayList<>();
        while (behind.stream().noneMatch(partition -> queue(partition).isEmpty())) {
            Optional<Queue<TailedRecord>> earliest = earliest();
            if (earliest.isEmpty()) {
                break;
            }
            taken.add(earliest.get().remove());
        }
        return taken;
    }

    private Optional<Queue<TailedRecord>> earliest() {
        return queues.values().stream()
                .filter(queue -> !queue.isEmpty())
                .min(Comparator.comparing(Queue::element, TailedRecord.COMMIT_ORDER));
    }

    private Queue<TailedRecord> queue(TopicPartition partition) {
        return queues.computeIfAbsent(partition, unknown -> new ArrayDeque<>());
    }
}

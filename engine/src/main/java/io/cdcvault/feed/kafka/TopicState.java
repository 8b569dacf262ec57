package io.cdcvault.feed.kafka;

import io.cdcvault.kafka.HeldBack;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** A topic as it stands. */
public record TopicState(String name, List<Partition> partitions) {

    /**
     * One partition.
     *
     * @param beginning the first offset that is still there
     * @param end the offset after the last one that readers of committed records may see
     * @param bytes on the disks of all brokers; empty when they do not say
     * @param heldBack what hides records behind the end
     */
    public record Partition(int number, long beginning, long end, OptionalLong bytes, Optional<HeldBack> heldBack) {}

    public TopicState {
        partitions = List.copyOf(partitions);
    }

    /** The partitions' ends added up. */
    public long end() {
        return partitions.stream().mapToLong(Partition::end).sum();
    }

    /** Records at most: each Kafka transaction takes an offset for its marker, and compaction leaves gaps. */
    public long recordsAtMost() {
        return partitions.stream()
                .mapToLong(partition -> partition.end() - partition.beginning())
                .sum();
    }

    /**
     * Records at most that a loader has not read.
     *
     * @param position of its feed, as JSON
     */
    public long waitingBehind(String position) {
        FeedOffsets read = FeedOffsets.parse(position);
        // The marker of the last Kafka transaction is never read.
        return partitions.stream()
                .mapToLong(one -> one.end() - 1 - read.of(new TopicPartition(name, one.number()), one.beginning()))
                .filter(waiting -> waiting > 0)
                .sum();
    }

    /**
     * The topics that a loader has read.
     *
     * @param position of its feed, as JSON
     */
    public static SortedSet<String> readBefore(String position) {
        return FeedOffsets.parse(position).next().keySet().stream()
                .map(partition -> partition.substring(0, partition.lastIndexOf('-')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Empty when a broker does not say. */
    public OptionalLong bytes() {
        boolean known =
                partitions.stream().allMatch(partition -> partition.bytes().isPresent());
        return known
                ? OptionalLong.of(partitions.stream()
                        .mapToLong(partition -> partition.bytes().orElse(0))
                        .sum())
                : OptionalLong.empty();
    }
}

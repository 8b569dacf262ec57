package io.cdcvault.feed.kafka;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** A topic as it stands. */
public record TopicState(String name, List<Partition> partitions) {

    /**
     * One partition.
     *
     * @param beginning the first offset that is still there
     * @param end the offset after the last one that readers of committed records may see
     * @param bytes on the disks of all brokers; empty when they do not tell
     */
    public record Partition(int number, long beginning, long end, OptionalLong bytes) {}

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

    /** Empty when a broker does not tell. */
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

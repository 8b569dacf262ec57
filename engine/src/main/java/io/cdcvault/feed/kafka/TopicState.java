package io.cdcvault.feed.kafka;

import java.util.List;
import java.util.OptionalLong;

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

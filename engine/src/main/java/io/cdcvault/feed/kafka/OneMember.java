package io.cdcvault.feed.kafka;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Alone: all partitions from the beginning on. */
final class OneMember implements Members {

    private final Set<TopicPartition> all;
    private boolean isReported;

    OneMember(TopicLayout layout) {
        this.all = Set.copyOf(layout.rows());
    }

    @Override
    public boolean poll(Duration patience) {
        boolean news = !isReported;
        isReported = true;
        return news;
    }

    @Override
    public Set<TopicPartition> owned() {
        return all;
    }

    @Override
    public void close() {
        // There is no group to leave.
    }
}

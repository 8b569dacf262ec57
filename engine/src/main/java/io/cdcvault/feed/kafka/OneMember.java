package io.cdcvault.feed.kafka;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Nobody else: all partitions from the beginning on. */
final class OneMember implements Members {

    private final Set<TopicPartition> all;
    private boolean told;

    OneMember(TopicLayout layout) {
        this.all = Set.copyOf(layout.rows());
    }

    @Override
    public boolean poll(Duration patience) {
        boolean news = !told;
        told = true;
        return news;
    }

    @Override
    public Set<TopicPartition> owned() {
        return all;
    }

    @Override
    public void close() {
        // There is nobody to leave.
    }
}

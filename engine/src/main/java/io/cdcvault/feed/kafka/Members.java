package io.cdcvault.feed.kafka;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Who loads which partitions. Used by one thread. */
interface Members extends AutoCloseable {

    /**
     * Hears of the others. To be called often: who does not is taken for dead.
     *
     * @param patience how long to wait for news
     * @return whether this member's share has changed
     */
    boolean poll(Duration patience);

    /** This member's share. */
    Set<TopicPartition> owned();

    @Override
    void close();
}

package io.cdcvault.feed.kafka;

import io.cdcvault.kafka.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Membership in an ordinary consumer group, and nothing else: this consumer reads no record and commits no offset. What
 * is to be read beside the member's own share, and from where, the group does not know.
 */
final class GroupMembership implements Members, ConsumerRebalanceListener {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private boolean changed;

    GroupMembership(KafkaClients clients, List<String> topics) {
        this.consumer = clients.groupMember();
        consumer.subscribe(topics, this);
    }

    @Override
    public boolean poll(Duration patience) {
        consumer.poll(patience);
        boolean news = changed;
        changed = false;
        return news;
    }

    @Override
    public Set<TopicPartition> owned() {
        return Set.copyOf(consumer.assignment());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // A position must be set, or the consumer asks the group for one; and it must not fetch.
        partitions.forEach(partition -> consumer.seek(partition, 0));
        consumer.pause(partitions);
        changed = true;
    }

    /** Comes between two batches only, so nothing is under way. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        changed = true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}

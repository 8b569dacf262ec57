package io.cdcvault.feed.kafka;

import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records that other programs wrote to our topics and that are skipped. Names the first of a burst in the
 * log, with its place and never with what it holds. Used by one thread.
 */
final class ForeignRecords {

    private static final Logger LOG = LoggerFactory.getLogger(ForeignRecords.class);
    private static final Duration BURST = Duration.ofMinutes(1);

    private final Consumer<String> counter;
    private final Time time;
    private final Map<TopicPartition, Deadline> named = new HashMap<>();
    private final Map<TopicPartition, Long> unnamed = new HashMap<>();

    /** @param counter is handed the topic of each */
    ForeignRecords(Consumer<String> counter, Time time) {
        this.counter = counter;
        this.time = time;
    }

    void skipped(ConsumerRecord<byte[], byte[]> record, String why) {
        counter.accept(record.topic());
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (isNamed(partition)) {
            unnamed.merge(partition, 1L, Long::sum);
            return;
        }
        Long before = unnamed.remove(partition);
        LOG.warn(
                "Skipped {}@{}, which another program wrote: {}. {} more were skipped in this partition before it; the"
                        + " metric cdc_vault_records_foreign_total counts all of them",
                partition,
                record.offset(),
                why,
                before == null ? 0 : before);
    }

    /** A record that may be of another program: the next of ours has not come, so nothing is late because of it. */
    void unexpected(ConsumerRecord<byte[], byte[]> record, String why) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (!isNamed(partition)) {
            LOG.warn("{}@{} is not the next transaction: {}", partition, record.offset(), why);
        }
    }

    /** Whether one of the partition was named a moment ago. */
    private boolean isNamed(TopicPartition partition) {
        Deadline last = named.get(partition);
        if (last != null && !last.isPast()) {
            return true;
        }
        named.put(partition, time.deadline(BURST));
        return false;
    }
}

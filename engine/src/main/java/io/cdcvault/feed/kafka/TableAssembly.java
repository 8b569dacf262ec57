package io.cdcvault.feed.kafka;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.RowBuffer;
import io.cdcvault.kafka.RecordHeaders;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one transaction and one table from the table's partitions, in the order in which the transaction
 * made them. Within a partition they stand together and in order; how many there are, the END says.
 */
final class TableAssembly {

    private final TransactionEnd end;
    private final TableName table;
    private final Optional<Lsn> committed;
    private final List<Part> parts = new ArrayList<>();

    /** @param queues of the partitions that are read, all of them or some */
    TableAssembly(TransactionEnd end, TableName table, List<PartitionQueue> queues) {
        this.end = end;
        this.table = table;
        this.committed = Optional.of(end.commitLsn());
        for (PartitionQueue queue : queues) {
            if (end.records(queue.partition()) > 0) {
                parts.add(new Part(queue));
            }
        }
    }

    boolean isComplete() {
        return parts.isEmpty();
    }

    /** Takes what has been fetched, until the buffer is full. */
    void take(EnvelopeReader reader, RowBuffer into) {
        while (!into.isFull() && allHaveHeads(reader) && !parts.isEmpty()) {
            into.add(first().takeHead());
            parts.removeIf(Part::isEmpty);
        }
    }

    /** For each row: in a loop, which makes no objects. */
    private Part first() {
        Part first = parts.get(0);
        for (Part part : parts) {
            first = part.order() < first.order() ? part : first;
        }
        return first;
    }

    /** The partitions that hold more of its rows than were fetched. */
    Stream<TopicPartition> awaited() {
        return parts.stream().filter(Part::isAwaiting).map(part -> part.queue.partition());
    }

    /** Which row is the next is known only when every partition with more of them shows its first. */
    private boolean allHaveHeads(EnvelopeReader reader) {
        boolean all = true;
        for (Part part : parts) {
            all &= part.fetchHead(reader);
        }
        parts.removeIf(Part::isEmpty);
        return all;
    }

    private RowChange read(ConsumerRecord<byte[], byte[]> record, Origin origin, EnvelopeReader reader) {
        try {
            OptionalLong snapshot = RecordHeaders.snapshot(record.headers());
            Optional<RowChange> handed = HandedRecord.row(record, origin, end.stamp(), committed);
            RowChange change = handed.isPresent() ? handed.get() : reader.read(origin, end.stamp(), committed);
            return snapshot.isEmpty() ? change : change.during(snapshot.getAsLong());
        } catch (IOException | IllegalArgumentException e) {
            return unreadable(origin);
        }
    }

    /** Its place among the rows is known, so it can be set aside like any other change that cannot be loaded. */
    private RowChange unreadable(Origin origin) {
        return RowChange.unreadable(table, end.stamp(), committed, origin);
    }

    private RowChange foreign(Origin origin) {
        return RowChange.foreign(table, end.stamp(), committed, origin);
    }

    private static Origin origin(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        Place place = new Place(record.topic() + "-" + record.partition() + "@", record.offset());
        return new Origin(record.key(), value, place);
    }

    /** What one partition holds of the transaction. */
    private final class Part {

        private final PartitionQueue queue;
        private long missing;
        private long lastOrder;
        private boolean isAfterTombstone;
        private @Nullable RowChange head;

        Part(PartitionQueue queue) {
            this.queue = queue;
            this.missing = end.records(queue.partition());
        }

        boolean isEmpty() {
            return head == null && missing == 0;
        }

        boolean isAwaiting() {
            return head == null && missing > 0;
        }

        /** Returns whether the first row is known, or that there is none. */
        boolean fetchHead(EnvelopeReader reader) {
            while (head == null && missing > 0) {
                ConsumerRecord<byte[], byte[]> record = queue.takeOf(end.stamp());
                if (record == null) {
                    return false;
                }
                take(record, reader);
            }
            return true;
        }

        private void take(ConsumerRecord<byte[], byte[]> record, EnvelopeReader reader) {
            if (HandedRecord.stampIfAny(record).isEmpty()) {
                head = foreign(origin(record, record.value()));
            } else if (record.value() == null) {
                takeTombstone(record);
            } else {
                takeRow(record, record.value(), reader);
            }
        }

        /** It says nothing that the deletion before it does not. */
        private void takeTombstone(ConsumerRecord<byte[], byte[]> record) {
            if (isAfterTombstone) {
                queue.skipped(record, "it is a copy of the tombstone before it");
            } else {
                isAfterTombstone = true;
                missing--;
            }
        }

        private void takeRow(ConsumerRecord<byte[], byte[]> record, byte[] value, EnvelopeReader reader) {
            byte[] current = end.hasOldPlaceholder() ? OldPlaceholder.replaced(value) : value;
            RowChange row = read(record, origin(record, current), reader);
            if (row.order() > 0 && row.order() <= lastOrder) {
                queue.skipped(record, "it is a copy of a record before it");
                return;
            }
            lastOrder = row.order();
            isAfterTombstone = false;
            missing--;
            head = row;
        }

        long order() {
            return head == null ? Long.MAX_VALUE : head.order();
        }

        RowChange takeHead() {
            RowChange taken = Objects.requireNonNull(head, "no row is known");
            head = null;
            return taken;
        }
    }
}

package io.cdcvault.publish;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest capture position among the records of a partition, beside those of other writers. */
final class NewestPosition {

    /** A new snapshot begins with the number that the position before it ended with. */
    static final Comparator<Published> IN_ORDER = Comparator.comparing(
                    (Published published) -> number(published.position))
            .thenComparingLong(Published::timestamp);

    private static final Logger LOG = LoggerFactory.getLogger(NewestPosition.class);

    private @Nullable Published newest;
    private @Nullable ConsumerRecord<byte[], byte[]> other;
    private boolean isOtherLast;
    private boolean wentBack;

    /** A position, and when it was written. */
    record Published(CapturePosition position, long timestamp) {}

    /** In the order of offsets. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        Optional<CapturePosition> position = position(record);
        isOtherLast = position.isEmpty();
        if (position.isEmpty()) {
            other = record;
        } else if (newest == null || !number(newest.position).isAfter(number(position.get()))) {
            newest = new Published(position.get(), record.timestamp());
        } else {
            wentBack = true;
        }
    }

    /** Whether other programs write there too, so that the newest position may stand far before the end. */
    boolean isAmongOthers() {
        return newest == null || other != null || wentBack;
    }

    Optional<Published> orRefuse() {
        if (newest == null && other != null) {
            throw new CdcVaultException(
                    FailureKind.POSITION_OVERWRITTEN,
                    "Another program wrote " + place(other) + ", and no record of the topic is a capture position");
        }
        if (other != null && isOtherLast) {
            LOG.warn("Skipped {}, which another program wrote: it is not a capture position", place(other));
        }
        return Optional.ofNullable(newest);
    }

    private static TransactionNumber number(CapturePosition position) {
        return position.stamp().number();
    }

    private static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    private static Optional<CapturePosition> position(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? Optional.empty() : Optional.of(PositionJson.read(record.value()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

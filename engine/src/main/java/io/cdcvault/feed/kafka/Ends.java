package io.cdcvault.feed.kafka;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.kafka.SkipPlan.Skipped;
import io.cdcvault.kafka.RecordHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The ENDs that the transaction topic still holds beyond a position. */
final class Ends {

    private final Reach reach;

    Ends(Reach reach) {
        this.reach = reach;
    }

    void read(Consumer<TransactionEnd> reader) {
        reach.read(record -> {
            parse(record).ifPresent(reader);
            return true;
        });
    }

    /** The number of the first transaction after this one. */
    Optional<TransactionNumber> first(TransactionNumber transaction) {
        AtomicReference<TransactionNumber> first = new AtomicReference<>();
        reach.read(record -> {
            parse(record)
                    .map(end -> end.stamp().number())
                    .filter(number -> number.isAfter(transaction))
                    .ifPresent(first::set);
            return first.get() == null;
        });
        return Optional.ofNullable(first.get());
    }

    /**
     * A snapshot of all tables counts only as a whole: what it does not show has disappeared.
     *
     * @param next the first transaction to load
     * @param published the last transaction in the topics
     * @return the same, or the first after the snapshot that it cuts
     */
    TransactionNumber afterCutSnapshot(TransactionNumber next, TransactionNumber published) {
        CutSnapshot cut = new CutSnapshot(next);
        read(cut::add);
        TransactionNumber after = cut.after();
        return after.isAfter(published) ? published.next() : after;
    }

    /** Goes through ENDs, and finds the snapshot that a transaction is in the middle of. */
    private static final class CutSnapshot {

        private final TransactionNumber next;
        private Optional<TransactionEnd> before = Optional.empty();
        private Optional<LoadDate> cut = Optional.empty();
        private TransactionNumber after;

        CutSnapshot(TransactionNumber next) {
            this.next = next;
            this.after = next;
        }

        void add(TransactionEnd end) {
            TransactionNumber number = end.stamp().number();
            if (next.isAfter(number)) {
                before = Optional.of(end);
                return;
            }
            if (number.equals(next)) {
                cut = isFirstOfSnapshot(end) ? Optional.empty() : end.snapshotDate();
            }
            if (cut.isPresent() && cut.equals(end.snapshotDate())) {
                after = number.next();
            }
        }

        /** Known when the transaction before is there, and belongs to something else. */
        private boolean isFirstOfSnapshot(TransactionEnd end) {
            return before.filter(earlier -> earlier.stamp().number().next().equals(next))
                    .filter(earlier -> !earlier.snapshotDate().equals(end.snapshotDate()))
                    .isPresent();
        }

        TransactionNumber after() {
            return after;
        }
    }

    /** The last transaction before {@code next}: what is known of it. */
    Skipped last(TransactionNumber next, Skipped applied) {
        List<TransactionEnd> last = new ArrayList<>();
        reach.read(record -> {
            Optional<TransactionEnd> end =
                    parse(record).filter(parsed -> next.isAfter(parsed.stamp().number()));
            end.ifPresent(before -> {
                last.clear();
                last.add(before);
            });
            return next.isAfter(RecordHeaders.stamp(record.headers()).number());
        });
        return last.stream()
                .findFirst()
                .map(end -> new Skipped(
                        new TransactionStamp(next.previous(), end.stamp().loadDate()), end.commitLsn(), end.events()))
                .orElseGet(() -> new Skipped(
                        new TransactionStamp(next.previous(), applied.stamp().loadDate()),
                        applied.commitLsn(),
                        applied.events()));
    }

    /** Empty for a BEGIN, and for what another program wrote. */
    private static Optional<TransactionEnd> parse(ConsumerRecord<byte[], byte[]> record) {
        try {
            TransactionEnd end = TransactionEnd.parse(record);
            return end.kind().endsTransaction() ? Optional.of(end) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

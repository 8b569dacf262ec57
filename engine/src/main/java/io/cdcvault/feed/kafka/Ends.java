package io.cdcvault.feed.kafka;

import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.kafka.SkipPlan.Skipped;
import io.cdcvault.kafka.RecordHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
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
    OptionalLong first(long transaction) {
        AtomicLong first = new AtomicLong(-1);
        reach.read(record -> {
            parse(record)
                    .map(end -> end.stamp().number())
                    .filter(number -> number > transaction)
                    .ifPresent(first::set);
            return first.get() < 0;
        });
        return first.get() < 0 ? OptionalLong.empty() : OptionalLong.of(first.get());
    }

    /**
     * A snapshot of all tables counts only as a whole: what it does not show has disappeared.
     *
     * @param next the first transaction to load
     * @param published the last transaction in the topics
     * @return the same, or the first after the snapshot that it cuts
     */
    long afterCutSnapshot(long next, long published) {
        OptionalLong[] dateBefore = {OptionalLong.empty()};
        OptionalLong[] cut = {OptionalLong.empty()};
        AtomicLong after = new AtomicLong(next);
        AtomicLong before = new AtomicLong(-1);
        read(end -> {
            long number = end.stamp().number();
            if (number < next) {
                before.set(number);
                dateBefore[0] = end.snapshotDate();
            } else if (number == next) {
                boolean isWhole = before.get() == next - 1 && !dateBefore[0].equals(end.snapshotDate());
                cut[0] = isWhole ? OptionalLong.empty() : end.snapshotDate();
            }
            if (number >= next && cut[0].isPresent() && cut[0].equals(end.snapshotDate())) {
                after.set(number + 1);
            }
        });
        return Math.min(after.get(), published + 1);
    }

    /** The last transaction before {@code next}: what is known of it. */
    Skipped last(long next, Skipped applied) {
        List<TransactionEnd> last = new ArrayList<>();
        reach.read(record -> {
            Optional<TransactionEnd> end =
                    parse(record).filter(parsed -> parsed.stamp().number() < next);
            end.ifPresent(before -> {
                last.clear();
                last.add(before);
            });
            return RecordHeaders.stamp(record.headers()).number() < next;
        });
        return last.stream()
                .findFirst()
                .map(end -> new Skipped(
                        new TransactionStamp(next - 1, end.stamp().loadDate()), end.commitLsn(), end.events()))
                .orElseGet(() -> new Skipped(
                        new TransactionStamp(next - 1, applied.stamp().loadDate()),
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

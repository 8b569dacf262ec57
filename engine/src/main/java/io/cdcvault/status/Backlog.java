package io.cdcvault.status;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.TransactionStamp;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is published and not applied.
 *
 * @param oldest empty when nothing is pending, or its age is not known
 */
record Backlog(long transactions, long events, Optional<TransactionStamp> oldest) {

    /** Empty when the warehouse or the topics could not be seen. */
    static Optional<Backlog> of(Views views) {
        return views.warehouse().seen().flatMap(warehouse -> views.log().seen().map(log -> between(warehouse, log)));
    }

    private static Backlog between(WarehouseView warehouse, LogView log) {
        CapturePosition published = log.published().orElse(CapturePosition.START);
        return new Backlog(
                published.stamp().number()
                        - warehouse.applied().map(AppliedView::number).orElse(0L),
                published.events()
                        - warehouse.applied().map(AppliedView::events).orElse(0L),
                log.oldestPending());
    }

    boolean isEmpty() {
        return transactions == 0;
    }

    /** Whether the vault is ahead of the topics: it was loaded from others. */
    boolean isNegative() {
        return transactions < 0;
    }

    /** @param now microseconds since 1970 */
    OptionalDouble ageSeconds(long now) {
        if (isEmpty()) {
            return OptionalDouble.of(0);
        }
        return oldest.map(stamp -> OptionalDouble.of(Ages.seconds(stamp.loadDate(), now)))
                .orElse(OptionalDouble.empty());
    }
}

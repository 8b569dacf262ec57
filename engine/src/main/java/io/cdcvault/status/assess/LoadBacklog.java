package io.cdcvault.status.assess;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.status.Ages;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.probe.LogView;
import io.cdcvault.status.probe.MasterView;
import io.cdcvault.status.probe.ProbedViews;
import io.cdcvault.status.probe.WarehouseView;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is published and not applied.
 *
 * @param seenAt by the master's clock, which load dates come from; in microseconds since 1970
 * @param oldest empty when nothing is pending, or its age is not known
 */
record LoadBacklog(long transactions, long events, Optional<TransactionStamp> oldest, long seenAt) {

    /** Empty when the warehouse or the topics could not be seen. */
    static Optional<LoadBacklog> of(ProbedViews views) {
        return views.warehouse()
                .seen()
                .flatMap(warehouse -> views.log().seen().map(log -> between(warehouse, log, clockAhead(views))));
    }

    private static LoadBacklog between(WarehouseView warehouse, LogView log, long clockAhead) {
        CapturePosition published = log.published().orElse(CapturePosition.START);
        return new LoadBacklog(
                published.stamp().number().value()
                        - warehouse.applied().map(view -> view.number().value()).orElse(0L),
                published.events()
                        - warehouse.applied().map(AppliedView::events).orElse(0L),
                log.oldestPending(),
                log.seenAt() + clockAhead);
    }

    private static long clockAhead(ProbedViews views) {
        return views.master().seen().map(MasterView::clockAhead).orElse(0L);
    }

    boolean isEmpty() {
        return transactions == 0;
    }

    /** Whether the vault is ahead of the topics: it was loaded from others. */
    boolean isNegative() {
        return transactions < 0;
    }

    OptionalDouble ageSeconds() {
        if (isEmpty()) {
            return OptionalDouble.of(0);
        }
        return oldest.map(stamp -> OptionalDouble.of(Ages.seconds(stamp.loadDate(), seenAt)))
                .orElse(OptionalDouble.empty());
    }
}

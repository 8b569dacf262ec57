package io.cdcvault.status;

import io.cdcvault.failure.FailureKind;
import java.util.Optional;
import java.util.OptionalDouble;

/** Judges the second half of the road. */
final class LoadAssessment {

    /** A batch takes seconds at most; whoever applied nothing for longer, with changes waiting, is stuck. */
    private static final double STUCK_AFTER_SECONDS = 60;

    private final Views views;
    private final Findings findings;

    LoadAssessment(Views views, Findings findings) {
        this.views = views;
        this.findings = findings;
    }

    LoadStatus status() {
        Optional<WarehouseView> warehouse = views.warehouse().seen();
        Optional<Backlog> backlog = Backlog.of(views);
        LoadState state = warehouse.map(LoadAssessment::state).orElse(LoadState.UNREACHABLE);
        OptionalDouble lag = backlog.map(Backlog::ageSeconds).orElse(OptionalDouble.empty());
        if (state == LoadState.STOPPED) {
            boolean ever = warehouse.flatMap(WarehouseView::applied).isPresent();
            findings.down("The loader " + (ever ? "is not running" : "was never started") + ": start `cdc-vault run`");
        }
        backlog.ifPresent(behind -> judge(behind, lag));
        return new LoadStatus(state, warehouse.flatMap(WarehouseView::applied), lag);
    }

    private static LoadState state(WarehouseView warehouse) {
        return warehouse.isLoaderLocked() ? LoadState.RUNNING : LoadState.STOPPED;
    }

    private void judge(Backlog backlog, OptionalDouble lag) {
        if (backlog.isNegative()) {
            findings.down("The vault is " + -backlog.transactions() + " transactions ahead of the topics. "
                    + FailureKind.TOPICS_RESET.remedy());
            return;
        }
        double idle = views.warehouse()
                .seen()
                .filter(WarehouseView::isLoaderLocked)
                .flatMap(WarehouseView::applied)
                .map(AppliedView::idleSeconds)
                .orElse(0.0);
        if (lag.orElse(0) > STUCK_AFTER_SECONDS && idle > STUCK_AFTER_SECONDS) {
            findings.degraded("The loader has applied nothing for " + Math.round(idle) + " s, and "
                    + backlog.transactions() + " transactions wait: see its log");
        }
    }
}

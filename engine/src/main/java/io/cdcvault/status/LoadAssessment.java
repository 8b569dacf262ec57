package io.cdcvault.status;

import io.cdcvault.change.Pausable;
import io.cdcvault.failure.FailureKind;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** Judges the second half of the road. */
final class LoadAssessment {

    /** A batch takes seconds at most; whoever applied nothing for longer, with changes waiting, is stuck. */
    private static final double STUCK_AFTER_SECONDS = 60;

    private final Views views;
    private final Expectations expected;
    private final Findings findings;

    LoadAssessment(Views views, Expectations expected, Findings findings) {
        this.views = views;
        this.expected = expected;
        this.findings = findings;
    }

    LoadStatus status() {
        Optional<WarehouseView> warehouse = views.warehouse().seen();
        Optional<Backlog> backlog = Backlog.of(views);
        LoadState state = warehouse.map(this::state).orElse(LoadState.UNREACHABLE);
        OptionalDouble lag = backlog.map(Backlog::ageSeconds).orElse(OptionalDouble.empty());
        if (state == LoadState.STOPPED) {
            boolean ever = warehouse.flatMap(WarehouseView::applied).isPresent();
            findings.down("The loader " + (ever ? "is not running" : "was never started")
                    + ": start `cdc-vault run`, or `cdc-vault load`");
        }
        if (state == LoadState.PAUSED && !expected.isDirect()) {
            Instant since =
                    warehouse.map(seen -> seen.paused().get(Pausable.LOAD)).orElse(Instant.EPOCH);
            findings.degraded("The loader is paused since " + since + ": `cdc-vault resume load` when it may go on");
        }
        backlog.ifPresent(behind -> judge(behind, lag));
        return new LoadStatus(
                state, warehouse.map(WarehouseView::loaders).orElse(0), warehouse.flatMap(WarehouseView::applied), lag);
    }

    private LoadState state(WarehouseView warehouse) {
        if (warehouse.isLoaderLocked()) {
            return LoadState.RUNNING;
        }
        return warehouse.paused().containsKey(loads()) ? LoadState.PAUSED : LoadState.STOPPED;
    }

    /** Without Kafka it is the capture that loads. */
    private Pausable loads() {
        return expected.isDirect() ? Pausable.CAPTURE : Pausable.LOAD;
    }

    private void judge(Backlog backlog, OptionalDouble lag) {
        if (backlog.isNegative()) {
            findings.down("The vault is " + -backlog.transactions() + " transactions ahead of the topics. "
                    + FailureKind.TOPICS_RESET.remedy());
            return;
        }
        if (lag.orElse(0) > expected.lagSeconds()) {
            findings.degraded("The vault is " + Math.round(lag.orElse(0))
                    + " s behind the topics, more than limits.lag: " + backlog.transactions() + " transactions wait");
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

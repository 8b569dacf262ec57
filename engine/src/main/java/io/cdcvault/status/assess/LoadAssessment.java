package io.cdcvault.status.assess;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Pausable;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.status.About;
import io.cdcvault.status.Ages;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.LoadState;
import io.cdcvault.status.LoadStatus;
import io.cdcvault.status.StageReport;
import io.cdcvault.status.probe.LockWait;
import io.cdcvault.status.probe.LogView;
import io.cdcvault.status.probe.ProbedViews;
import io.cdcvault.status.probe.WarehouseView;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** Assesses the second half of the road. */
final class LoadAssessment {

    /** A batch takes seconds at most; a loader that applied nothing for longer, with changes waiting, is stuck. */
    private static final double STUCK_AFTER_SECONDS = 60;

    /** A change that waits for less is on its way. */
    private static final double LATE_AFTER_SECONDS = 10;

    private final ProbedViews views;
    private final Expectations expected;
    private final Reasons findings;
    private final Retries retries;

    LoadAssessment(ProbedViews views, Expectations expected, Reasons findings, Retries retries) {
        this.views = views;
        this.expected = expected;
        this.findings = findings;
        this.retries = retries;
    }

    LoadStatus status() {
        Optional<WarehouseView> warehouse = views.warehouse().seen();
        Optional<LoadBacklog> backlog = LoadBacklog.of(views);
        LoadState state = warehouse.map(this::state).orElse(LoadState.UNREACHABLE);
        OptionalDouble lag = backlog.map(LoadBacklog::ageSeconds).orElse(OptionalDouble.empty());
        assess(state, warehouse);
        warehouse.flatMap(WarehouseView::lockWait).ifPresent(this::findLockWait);
        backlog.ifPresent(behind -> assess(behind, lag));
        return new LoadStatus(
                state, warehouse.map(WarehouseView::loaders).orElse(0), warehouse.flatMap(WarehouseView::applied), lag);
    }

    private void assess(LoadState state, Optional<WarehouseView> warehouse) {
        switch (state) {
            case STOPPED -> {
                boolean ever = warehouse.flatMap(WarehouseView::applied).isPresent();
                findings.down(
                        About.LOAD,
                        "The loader " + (ever ? "is not running" : "was never started"),
                        "Start `cdc-vault run`, or `cdc-vault load`");
            }
            case RETRYING -> retries.of(loads()).ifPresent(this::findRetrying);
            case STARTING -> findings.degraded(About.LOAD, "The loader is starting", "");
            case PAUSED -> findPaused(warehouse);
            case RUNNING, BLOCKED, UNREACHABLE -> {}
        }
    }

    /** Without Kafka, that the capture fails or is paused is found there. */
    private void findRetrying(StageReport report) {
        if (!expected.isDirect()) {
            findings.down(
                    About.LOAD,
                    retries.text("loader", report),
                    report.last().map(StageReport.Failure::remedy).orElse(""));
        }
    }

    private void findLockWait(LockWait wait) {
        findings.degraded(
                About.LOAD,
                "The loader waits since " + wait.since() + " for a lock in the warehouse that session " + wait.pid()
                        + " of " + wait.holder() + " holds",
                "Let that session end its transaction, or run in the warehouse: select pg_terminate_backend("
                        + wait.pid() + ")");
    }

    private void findPaused(Optional<WarehouseView> warehouse) {
        Instant since = warehouse.map(seen -> seen.paused().get(Pausable.LOAD)).orElse(Instant.EPOCH);
        if (!expected.isDirect()) {
            findings.degraded(
                    About.LOAD, "The loader is paused since " + since, "Run `cdc-vault resume load` to resume it");
        }
    }

    private LoadState state(WarehouseView warehouse) {
        if (warehouse.isLoaderLocked()) {
            return views.log().seen().isPresent() ? LoadState.RUNNING : LoadState.BLOCKED;
        }
        if (warehouse.paused().containsKey(loads())) {
            return LoadState.PAUSED;
        }
        if (retries.of(loads()).isPresent()) {
            return LoadState.RETRYING;
        }
        return retries.isStarting(loads()) ? LoadState.STARTING : LoadState.STOPPED;
    }

    /** Without Kafka it is the capture that loads. */
    private Pausable loads() {
        return expected.isDirect() ? Pausable.CAPTURE : Pausable.LOAD;
    }

    /** A failure after which nothing was loaded: a loader that waits for long before it fails again is running. */
    private Optional<StageReport.Failure> unresolved(double idleSeconds) {
        long now = views.log().seen().map(LogView::seenAt).orElse(0L);
        return retries.newest(loads()).filter(failure -> Ages.seconds(LoadDate.of(failure.at()), now) < idleSeconds);
    }

    private void assess(LoadBacklog backlog, OptionalDouble lag) {
        if (backlog.isNegative()) {
            findings.down(
                    About.TOPICS,
                    "The vault is " + -backlog.transactions() + " transactions ahead of the topics",
                    FailureKind.TOPICS_RESET.remedy());
            return;
        }
        if (lag.orElse(0) > expected.lagSeconds()) {
            findings.degraded(
                    About.LOAD,
                    "The vault is " + Math.round(lag.orElse(0)) + " s behind the topics, more than limits.lag: "
                            + backlog.events() + " changes in " + backlog.transactions() + " transactions wait",
                    "");
        }
        double idle = views.warehouse()
                .seen()
                .filter(WarehouseView::isLoaderLocked)
                .flatMap(WarehouseView::applied)
                .map(AppliedView::idleSeconds)
                .orElse(0.0);
        Optional<StageReport.Failure> failure =
                lag.orElse(0) > LATE_AFTER_SECONDS ? unresolved(idle) : Optional.empty();
        if (failure.isPresent()) {
            findings.degraded(
                    About.LOAD,
                    "The loader has loaded nothing since it failed at "
                            + failure.get().at() + ", and tries again: "
                            + failure.get().what(),
                    failure.get().remedy());
        } else if (lag.orElse(0) > STUCK_AFTER_SECONDS && idle > STUCK_AFTER_SECONDS) {
            findings.degraded(
                    About.LOAD,
                    "The loader has applied nothing for " + Math.round(idle) + " s, and " + backlog.events()
                            + " changes in " + backlog.transactions() + " transactions wait",
                    "See its log");
        }
    }
}

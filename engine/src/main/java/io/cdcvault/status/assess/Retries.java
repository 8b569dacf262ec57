package io.cdcvault.status.assess;

import io.cdcvault.change.Pausable;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.StageReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What running services say of a stage that no process has the right to do at the moment. */
final class Retries {

    private final List<ProcessView> processes;
    private final Instant now;

    Retries(List<ProcessView> processes, Instant now) {
        this.processes = processes;
        this.now = now;
    }

    /** The newest failure of a stage that is tried again. */
    Optional<StageReport> of(Pausable stage) {
        return processes.stream()
                .flatMap(process -> process.stage(stage).stream())
                .filter(report -> report.isRetrying() && report.last().isPresent())
                .max(Comparator.comparing(report -> report.last().orElseThrow().at()));
    }

    /** The newest failure of a stage, though it has begun again since. */
    Optional<StageReport.Failure> newest(Pausable stage) {
        return processes.stream()
                .flatMap(process -> process.stage(stage).stream())
                .flatMap(report -> report.last().stream())
                .max(Comparator.comparing(StageReport.Failure::at));
    }

    /** Whether a service runs that is about to do it. */
    boolean isStarting(Pausable stage) {
        return processes.stream()
                .flatMap(process -> process.stage(stage).stream())
                .anyMatch(report -> switch (report.state()) {
                    case STARTING, RUNNING, STANDBY, WAITING -> true;
                    case PAUSED, FAILED, STOPPED -> false;
                });
    }

    /** What failed, how often and when it is tried again. */
    String text(String stage, StageReport report) {
        StageReport.Failure failure = report.last().orElseThrow();
        String next = report.retryAt()
                .map(at -> Math.max(0, Duration.between(now, at).toSeconds()))
                .map(seconds -> "retrying in " + seconds + " s")
                .orElse("retrying now");
        return "The " + stage + " failed (attempt " + Math.max(1, report.failures()) + ", " + next + "): "
                + failure.what();
    }
}

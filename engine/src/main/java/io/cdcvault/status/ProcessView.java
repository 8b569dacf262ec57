package io.cdcvault.status;

import io.cdcvault.change.Pausable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A service of the installation that runs, and what its stages do.
 *
 * @param name machine and process id
 * @param isOwn whether it is the one that looks
 */
public record ProcessView(
        String name, boolean isOwn, String version, Instant startedAt, Map<Pausable, StageReport> stages) {

    public ProcessView {
        stages = Map.copyOf(stages);
    }

    /** The worst that any of its stages does, in a word: active when all work. */
    public String role() {
        if (is(StageReport.State.FAILED) || is(StageReport.State.WAITING)) {
            return "retrying";
        }
        if (is(StageReport.State.STANDBY)) {
            return is(StageReport.State.RUNNING) ? "partly standby" : "standby";
        }
        return is(StageReport.State.PAUSED) ? "paused" : is(StageReport.State.RUNNING) ? "active" : "starting";
    }

    public Optional<StageReport> stage(Pausable stage) {
        return Optional.ofNullable(stages.get(stage));
    }

    private boolean is(StageReport.State state) {
        return stages.values().stream().anyMatch(report -> report.state() == state);
    }
}

package io.cdcvault.cli;

import io.cdcvault.service.Replay.Progress;

/** Shows how far a replay is. */
final class ReplayProgress {

    private final ProgressLine line;
    private Progress last = new Progress(0, 0);
    private long first = -1;

    ReplayProgress(ProgressLine line) {
        this.line = line;
    }

    void show(Progress progress) {
        last = progress;
        // One that continues has what it loaded before behind it.
        first = first < 0 ? progress.events() : first;
        line.show(progress.events(), progress.ofEvents(), this::text);
    }

    void end() {
        line.end(text());
    }

    private String text() {
        long loaded = first < 0 ? 0 : last.events() - first;
        return Quantities.count(last.events()) + " of " + Quantities.count(last.ofEvents()) + " changes replayed, "
                + line.perSecond(loaded);
    }
}

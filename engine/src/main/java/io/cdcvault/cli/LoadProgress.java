package io.cdcvault.cli;

import io.cdcvault.service.FileLoad.Progress;
import java.util.OptionalLong;

/** Shows how far the load of a file is. */
final class LoadProgress {

    private final OptionalLong size;
    private final ProgressLine line;
    private Progress last = new Progress(0, 0, 0);

    /** @param size of the file in bytes; empty when it is not known */
    LoadProgress(OptionalLong size, ProgressLine line) {
        this.size = size;
        this.line = line;
    }

    void show(Progress progress) {
        last = progress;
        line.show(progress.bytes(), size.orElse(0), this::text);
    }

    void end() {
        line.end(text());
    }

    private String text() {
        return Quantities.count(last.lines()) + " lines read, " + Quantities.count(last.rows()) + " changes loaded, "
                + line.perSecond(last.rows());
    }
}

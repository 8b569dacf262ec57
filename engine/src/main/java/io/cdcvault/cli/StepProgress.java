package io.cdcvault.cli;

import io.cdcvault.verify.Progress;

/** The steps of a verification as a line. */
record StepProgress(ProgressLine line) implements Progress {

    @Override
    public void begin(String phase) {
        line.begin(phase);
    }

    @Override
    public void at(int done, int steps, String what) {
        line.draw(done, steps, done + "/" + steps + " " + what);
    }
}

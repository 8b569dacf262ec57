package io.cdcvault.bench.stage;

/** A part of the road at work. */
interface StageRun {

    /** Continues until the process ends: connections that stay can be looked at. What is thrown fails the run. */
    void run(Watch watch) throws Exception;
}

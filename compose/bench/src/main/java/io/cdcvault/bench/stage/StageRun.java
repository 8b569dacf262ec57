package io.cdcvault.bench.stage;

/** A part of the road at work. */
interface StageRun {

    /** Continues until the process ends: connections that stay can be looked at. What is thrown fails the run. */
    void run(Watch watch) throws Exception;

    /** CPU time of what is measured. */
    default CpuClock cpu() {
        return CpuClock.now();
    }

    /** The most memory that what is measured ever had. */
    default long peakMemoryBytes() {
        return PeakMemory.bytes("self");
    }
}

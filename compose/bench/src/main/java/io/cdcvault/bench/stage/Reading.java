package io.cdcvault.bench.stage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * What one run measured of its own process.
 *
 * @param rows row changes seen
 * @param measuredRows those of them after the warm-up, which the rest of this record is about
 * @param transactions transactions seen
 * @param wallSeconds from the first event to the last
 * @param cpuSeconds in user and system mode, of all threads, from the first event to the last
 * @param processCpuSeconds since the process began, so with the start of the JVM
 * @param peakMemoryBytes resident at most; where the system does not say, used by the JVM at most
 * @param threads CPU seconds by thread, numbers at the end of a name left out; {@link #JVM} is what no Java thread
 *     used: compilers and garbage collection
 */
public record Reading(
        @JsonProperty("rows") long rows,
        @JsonProperty("measured_rows") long measuredRows,
        @JsonProperty("transactions") long transactions,
        @JsonProperty("wall_seconds") double wallSeconds,
        @JsonProperty("cpu_seconds") double cpuSeconds,
        @JsonProperty("process_cpu_seconds") double processCpuSeconds,
        @JsonProperty("peak_memory_bytes") long peakMemoryBytes,
        @JsonProperty("threads") Map<String, Double> threads) {

    static final String JVM = "JVM";

    public Reading {
        threads = Map.copyOf(threads);
    }

    /** Of compilers and garbage collection. */
    public double jvmSeconds() {
        return threads.getOrDefault(JVM, 0.0);
    }
}

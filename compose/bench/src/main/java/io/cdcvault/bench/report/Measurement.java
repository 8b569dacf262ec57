package io.cdcvault.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cdcvault.bench.stage.Reading;
import io.cdcvault.bench.stage.Stage;

/**
 * One run of one stage.
 *
 * @param reading of its own process
 * @param servers CPU seconds of the servers meanwhile
 */
public record Measurement(
        @JsonProperty("stage") Stage stage,
        @JsonProperty("round") int round,
        @JsonProperty("reading") Reading reading,
        @JsonProperty("servers") Servers servers) {

    private static final double MILLION = 1e6;
    private static final double MEGA = 1 << 20;

    /** CPU seconds of each server. */
    public record Servers(
            @JsonProperty("master") double master,
            @JsonProperty("broker") double broker,
            @JsonProperty("warehouse") double warehouse) {

        public Servers minus(Servers earlier) {
            return new Servers(master - earlier.master, broker - earlier.broker, warehouse - earlier.warehouse);
        }
    }

    public double rowsPerSecond() {
        return reading.measuredRows() / reading.wallSeconds();
    }

    /** Of its own process. */
    public double cpuPerMillionRows() {
        return perMillionRows(reading.cpuSeconds());
    }

    /** Of all processes, with the servers. */
    double allCpuPerMillionRows() {
        return perMillionRows(reading.cpuSeconds() + servers.master() + servers.broker() + servers.warehouse());
    }

    public double perMillionRows(double seconds) {
        return seconds * MILLION / reading.measuredRows();
    }

    double peakMegabytes() {
        return reading.peakMemoryBytes() / MEGA;
    }
}

package io.cdcvault.service;

import io.cdcvault.kafka.ClientMeters;
import io.cdcvault.metrics.Measures;
import io.cdcvault.time.Time;

/** What the stages are measured with, and the time that they go by. */
public record Instruments(Measures measures, ClientMeters clients, Time time) {

    public static Instruments begin(Time time) {
        Measures measures = Measures.begin();
        return new Instruments(measures, new ClientMeters(measures.registry()), time);
    }
}

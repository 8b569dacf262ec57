package io.cdcvault.service;

import io.cdcvault.kafka.ClientMeters;
import io.cdcvault.metrics.Measures;

/** What the stages are measured with. */
public record Instruments(Measures measures, ClientMeters clients) {

    public static Instruments begin() {
        Measures measures = Measures.begin();
        return new Instruments(measures, new ClientMeters(measures.registry()));
    }
}

package io.cdcvault.bench.backlog;

import java.util.Locale;

/** What the backlog consists of. */
public enum Shape {
    /** The airline's eight tables: transactions of a few rows, COPY, updates of many rows, single rows. */
    AIRLINE("cdc_vault"),
    /** One table of five columns: transactions of 50 rows, seven tenths of them inserts and the rest updates. */
    NARROW("meter_reading");

    private final String publication;

    Shape(String publication) {
        this.publication = publication;
    }

    /** Of its tables, on the master. */
    public String publication() {
        return publication;
    }

    /** What people read and type. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

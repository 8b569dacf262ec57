package io.cdcvault.bench.backlog;

/** The narrow table, for the master and for a plain copy of it. */
public final class NarrowTable {

    public static final String NAME = "public.meter_reading";

    public static final String DDL =
            """
            create table public.meter_reading (
              reading_id bigint primary key,
              meter integer not null,
              value numeric(12,3) not null,
              changes integer not null,
              read_at timestamptz not null)""";

    /** Its vault, as {@code cdc-vault init} models it. */
    public static final String MODEL =
            """
            model: readings
            vault:
              schema: vault
              hash: exact
              record_source: readings
            hubs:
              hub_meter_reading: {business_key: {reading_id: bigint}}
            satellites:
              sat_meter_reading:
                of: hub_meter_reading
                attributes: {meter: integer, value: "numeric(12,3)", changes: integer, read_at: timestamptz}
            sources:
              public.meter_reading:
                hubs: {hub_meter_reading: {reading_id: reading_id}}
                satellites: [sat_meter_reading]
            """;

    static final int ROWS_A_TRANSACTION = 50;
    static final int INSERTS_A_TRANSACTION = 35;

    private NarrowTable() {}

    /** How many row changes came with a row and before it, but for those of its own transaction. */
    public static long changesUpTo(long readingId) {
        return readingId / INSERTS_A_TRANSACTION * ROWS_A_TRANSACTION;
    }
}

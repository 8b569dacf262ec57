package io.cdcvault.bench.backlog;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Makes a backlog out of what masters really do: half of it an airline's mixed transactions of a few rows each, three
 * tenths COPY, a tenth updates of many rows at once, and a tenth transactions of a single row. Always the same for the
 * same number of rows.
 */
final class AirlineBacklog implements BacklogMaker {

    private static final int SEED = 1;
    private static final int DEMO_ROWS = 10_000;
    private static final int WRITERS = 2;
    /** Row changes a transaction of the airline's traffic has on average. */
    private static final double TRAFFIC_ROWS = 6.4;

    private final String url;
    private final Consumer<String> progress;

    /** @param url the master's, with its user */
    AirlineBacklog(String url, Consumer<String> progress) {
        this.url = url;
        this.progress = progress;
    }

    /** Loads the demo's rows, and then makes the backlog after the origin of the slots. */
    @Override
    public ChangeBacklog make(int rows, BacklogSlots slots) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            new DemoData(DEMO_ROWS, SEED).loadIfMissing(connection);
            var start = slots.createOrigin();
            progress.accept("Making a backlog of about %,d row changes…".formatted(rows));
            new Traffic(url, TrafficPlan.of(SEED, WRITERS, Math.round(rows * 0.5 / TRAFFIC_ROWS))).play();
            new BulkBookings(connection, SEED).copy(rows * 3 / 10);
            ServerSideUpdates updates = new ServerSideUpdates(connection);
            updates.manyRows(rows / 10);
            updates.singleRows(rows / 10);
            return slots.backlog(start);
        }
    }
}

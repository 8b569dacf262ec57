package io.cdcvault.airline.demo;

import io.cdcvault.airline.AirlineKeys;
import io.cdcvault.airline.AirlineRow;
import io.cdcvault.airline.Fleet;
import io.cdcvault.servers.failure.LocalStackException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The airline's starting set of rows. */
public final class DemoData {

    /** The size of the set that a new stack gets. */
    public static final int USUAL_ROWS = 10_000;

    private final int wantedRows;
    private final long seed;

    /** About so many rows in all; the same ones for the same seed. */
    public DemoData(int wantedRows, long seed) {
        this.wantedRows = wantedRows;
        this.seed = seed;
    }

    /**
     * Loads the rows by COPY in one transaction, unless there are airports already.
     *
     * @return how many rows were loaded
     */
    public int loadIfMissing(Connection connection) {
        try {
            if (isLoaded(connection)) {
                return 0;
            }
            List<AirlineRow> rows = rows();
            connection.setAutoCommit(false);
            new RowCopy(connection).copy(rows);
            // A user's own inserts take their numbers from here, where no desk ever comes.
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "select setval('flights_flight_id_seq', " + AirlineKeys.FIRST_FREE_FLIGHT + ", false)");
            }
            connection.commit();
            connection.setAutoCommit(true);
            return rows.size();
        } catch (SQLException e) {
            throw new LocalStackException("Cannot load the starting set of rows: " + e.getMessage(), e);
        }
    }

    private List<AirlineRow> rows() {
        Fleet fleet = Fleet.shipped();
        List<AirlineRow> rows = new ArrayList<>(fleet.rows());
        int share = Math.max(0, wantedRows - rows.size()) / AirlineKeys.DESKS;
        for (int desk = 0; desk < AirlineKeys.DESKS; desk++) {
            rows.addAll(new StartingDay(new AirlineKeys(desk), fleet, seed).rows(share));
        }
        return rows;
    }

    private static boolean isLoaded(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select exists (select from airports)")) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}

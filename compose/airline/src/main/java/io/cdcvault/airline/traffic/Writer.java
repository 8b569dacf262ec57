package io.cdcvault.airline.traffic;

import io.cdcvault.airline.AirlineKeys;
import io.cdcvault.airline.Fleet;
import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** One connection that plays transactions at a desk of its own. Confined to one thread, but for {@link #tally}. */
final class Writer {

    private static final Duration AWAY_LIMIT = Duration.ofMinutes(2);
    private static final int MOST_DISTURBANCES_IN_A_ROW = 100;
    private static final int DESK_LOCKS = 0x0cdc;

    private final String url;
    private final Fleet fleet;
    private final long seed;
    private final Pace pace;
    private final Tally tally;
    private int disturbancesInARow;

    Writer(String url, Fleet fleet, long seed, Pace pace, Tally tally) {
        this.url = url;
        this.fleet = fleet;
        this.seed = seed;
        this.pace = pace;
        this.tally = tally;
    }

    /**
     * Plays until the pace is done. When the master goes away it waits for it to come back.
     *
     * @param preferredDesk the desk to sit at; when another sits there, the next free one
     */
    void play(int preferredDesk) {
        boolean done = false;
        while (!done) {
            try (Connection connection = DriverManager.getConnection(url)) {
                playAt(takeDesk(connection, preferredDesk), connection);
                done = true;
            } catch (SQLException e) {
                disturbed(e);
                Await.until("the master answers again", AWAY_LIMIT, this::isReachable);
            }
        }
    }

    private void playAt(AirlineKeys keys, Connection connection) throws SQLException {
        DeskReader reader = new DeskReader(connection, keys);
        connection.setAutoCommit(false);
        TrafficSession session = new TrafficSession(connection);
        Desk desk = reader.read(fleet, seed);
        while (pace.next()) {
            try {
                Repertoire.any(desk.random()).play(desk, session);
                connection.commit();
                tally.addPlayed();
                disturbancesInARow = 0;
            } catch (SQLException e) {
                disturbed(e);
                connection.rollback();
                desk = reader.read(fleet, seed);
            }
        }
        connection.rollback();
    }

    private void disturbed(SQLException e) {
        tally.addDisturbed();
        disturbancesInARow++;
        if (disturbancesInARow > MOST_DISTURBANCES_IN_A_ROW) {
            throw new LocalStackException("Traffic fails again and again: " + e.getMessage(), e);
        }
    }

    private boolean isReachable() {
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** The lock ends with the connection, so two writers, of one program or of two, never share a desk. */
    private static AirlineKeys takeDesk(Connection connection, int preferred) throws SQLException {
        for (int i = 0; i < AirlineKeys.DESKS; i++) {
            int desk = (preferred + i) % AirlineKeys.DESKS;
            try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_lock(?, ?)")) {
                lock.setInt(1, DESK_LOCKS);
                lock.setInt(2, desk);
                try (ResultSet row = lock.executeQuery()) {
                    if (row.next() && row.getBoolean(1)) {
                        return new AirlineKeys(desk);
                    }
                }
            }
        }
        throw new LocalStackException("All " + AirlineKeys.DESKS + " desks are taken by other traffic on this master");
    }
}

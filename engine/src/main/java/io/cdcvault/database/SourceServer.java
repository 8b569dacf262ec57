package io.cdcvault.database;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.ServerIdentity;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The server that the source's URL leads to at present.
 *
 * @param address for messages: of several servers, of the one that is used
 * @param walEnd up to here its WAL is on its disk
 * @param isStandby whether it only repeats what another server writes
 * @param switches the timelines that it has left, and where it left each of them
 */
public record SourceServer(
        String address, ServerIdentity identity, Lsn walEnd, boolean isStandby, Map<Long, Lsn> switches) {

    private static final int SECONDS_TO_ANSWER = 10;

    public SourceServer {
        switches = Map.copyOf(switches);
    }

    /** Where it left a timeline that it was on before; empty when it never was. */
    public Optional<Lsn> leftAt(long timeline) {
        return Optional.ofNullable(switches.get(timeline));
    }

    /**
     * Asks the server over a replication session, which any role may that streams.
     *
     * @param role what it is for, as the server's views show it
     * @throws CdcVaultException when it cannot be reached
     */
    public static SourceServer look(Settings settings, String role) {
        try (Connection connection = ReplicationConnection.open(settings, role, SECONDS_TO_ANSWER);
                Statement statement = connection.createStatement()) {
            return look(Login.address(PrimaryConnection.url(connection)), statement);
        } catch (SQLException e) {
            throw new CdcVaultException(
                    Login.isRefused(e) ? FailureKind.SOURCE_REFUSED : FailureKind.SOURCE_UNREACHABLE,
                    "Cannot identify the server at " + Login.address(settings.source()) + ": "
                            + ServerMessage.withoutValues(e),
                    e);
        }
    }

    private static SourceServer look(String address, Statement statement) throws SQLException {
        boolean isStandby = text(statement, "select pg_is_in_recovery()").equals("t");
        try (ResultSet system = statement.executeQuery("IDENTIFY_SYSTEM")) {
            system.next();
            ServerIdentity identity =
                    new ServerIdentity(String.valueOf(system.getString("systemid")), system.getLong("timeline"));
            Lsn walEnd = Lsn.parse(system.getString("xlogpos"));
            return new SourceServer(address, identity, walEnd, isStandby, switches(statement, identity.timeline()));
        }
    }

    /** The first timeline has no history; one whose file was removed says nothing. */
    private static Map<Long, Lsn> switches(Statement statement, long timeline) {
        if (timeline == 1) {
            return Map.of();
        }
        try (ResultSet history = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
            return history.next() ? parse(String.valueOf(history.getString("content"))) : Map.of();
        } catch (SQLException e) {
            return Map.of();
        }
    }

    /** A line for each timeline: its number, where it was left, and why. */
    static Map<Long, Lsn> parse(String history) {
        Map<Long, Lsn> switches = new TreeMap<>();
        for (String line : history.split("\n", -1)) {
            List<String> fields = List.of(line.strip().split("\\s+", 3));
            if (fields.size() > 1 && !line.startsWith("#")) {
                switches.put(Long.parseLong(fields.get(0)), Lsn.parse(fields.get(1)));
            }
        }
        return switches;
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}

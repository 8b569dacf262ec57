package io.cdcvault.database;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whether a connection keeps its server session. A pooler in transaction mode gives each transaction any session: then
 * settings, temporary tables, prepared statements and advisory locks are another client's a moment later.
 */
public final class OwnSession {

    private static final String SESSION = "select pg_backend_pid()";

    /** A pool of one session answers the first client only when the second one has ended its transaction. */
    private static final int MILLIS_TO_ANSWER = 20_000;

    private static final int ROUNDS = 5;

    private OwnSession() {}

    /**
     * Looks whether a second client can take the session of a first one that is idle. Opens two connections.
     *
     * @param database whose URL may lead to a pooler
     * @param name of the database, for the message
     * @throws CdcVaultException of kind POOLER_UNSUITABLE when it can
     * @throws SQLException when there is no connection, or no answer within 20 seconds
     */
    public static void require(Settings.Database database, String name, String installation) throws SQLException {
        try (Connection first = Sessions.open(database, "session check", installation);
                Connection second = Sessions.open(database, "session check", installation)) {
            first.setNetworkTimeout(Runnable::run, MILLIS_TO_ANSWER);
            second.setNetworkTimeout(Runnable::run, MILLIS_TO_ANSWER);
            second.setAutoCommit(false);
            boolean keeps = true;
            // A pool takes a moment to have a session back: the second client may just miss the first one's.
            for (int round = 0; keeps && round < ROUNDS; round++) {
                keeps = keepsItsSession(first, second);
            }
            if (!keeps) {
                throw new CdcVaultException(
                        FailureKind.POOLER_UNSUITABLE,
                        "The " + name + " at " + Login.address(database)
                                + " is reached through a pooler in transaction mode, which gives each transaction another"
                                + " session");
            }
        }
    }

    private static boolean keepsItsSession(Connection first, Connection second) throws SQLException {
        long own = session(first);
        // A pool that hands its sessions out in turn shows it here, any other while another client holds one.
        boolean keeps = session(first) == own;
        session(second);
        keeps &= session(first) == own;
        second.rollback();
        return keeps;
    }

    private static long session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SESSION)) {
            row.next();
            return row.getLong(1);
        }
    }
}

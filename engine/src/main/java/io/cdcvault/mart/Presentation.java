package io.cdcvault.mart;

import io.cdcvault.database.Login;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A session of the presentation database, without auto-commit. */
final class Presentation implements AutoCloseable {

    private final Connection connection;

    private Presentation(Connection connection) {
        this.connection = connection;
    }

    /** @throws CdcVaultException when it cannot be reached */
    static Presentation open(Settings.Mart database, String installation) {
        try {
            Presentation presentation = new Presentation(Sessions.open(database, "mart", installation));
            presentation.prepare();
            return presentation;
        } catch (SQLException e) {
            throw new CdcVaultException(
                    FailureKind.PRESENTATION_UNREACHABLE,
                    "Cannot connect to the presentation database at " + Login.address(database) + ": "
                            + ServerMessage.withoutValues(e),
                    e);
        }
    }

    Connection connection() {
        return connection;
    }

    /** Waits until no other refreshes this target; the right ends with the session. */
    void lock(MartDefinition mart) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_advisory_lock(hashtext('cdc-vault mart'), hashtext(?))")) {
            statement.setString(1, mart.target().toString());
            statement.execute();
        }
        connection.commit();
    }

    /** By the database's clock. */
    Instant now() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")) {
            row.next();
            return Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void prepare() throws SQLException {
        connection.setAutoCommit(false);
    }
}

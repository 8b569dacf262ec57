package io.cdcvault.mart;

import io.cdcvault.bookkeeping.FeedPositions;
import io.cdcvault.bookkeeping.VaultMoment;
import io.cdcvault.database.Identifiers;
import io.cdcvault.database.Sessions;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.FeedName;
import io.cdcvault.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** Reads the vault and the feed position in one transaction, which sees one state of both. Changes nothing. */
final class VaultReading implements AutoCloseable {

    private static final String COLUMNS =
            """
            select attname, format_type(atttypid, atttypmod) from pg_attribute
            where attrelid = 'pg_temp.cdc_vault_mart_columns'::regclass and attnum > 0 order by attnum""";

    private final Connection connection;
    private final String feed;

    private VaultReading(Connection connection, String feed) {
        this.connection = connection;
        this.feed = feed;
    }

    /** @param vaultSchema where the SELECTs find the vault's tables */
    static VaultReading open(Settings settings, String vaultSchema) throws SQLException {
        Connection connection = Sessions.open(settings.warehouse(), "mart", settings.name());
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path = " + Identifiers.quoted(vaultSchema) + ", public");
            connection.setAutoCommit(false);
            return new VaultReading(connection, FeedName.textOf(settings));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Of a SELECT's result; it is planned, and not run. */
    List<MartColumn> columns(String select) throws SQLException {
        List<MartColumn> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create temporary table cdc_vault_mart_columns as select * from (\n" + select
                    + "\n) as mart with no data");
            try (ResultSet row = statement.executeQuery(COLUMNS)) {
                while (row.next()) {
                    columns.add(new MartColumn(row.getString(1), row.getString(2)));
                }
            }
        }
        connection.rollback();
        return columns;
    }

    /**
     * Begins to read: what follows sees the vault as it is at this moment.
     *
     * @throws CdcVaultException when nothing was ever loaded
     */
    VaultMoment begin() throws SQLException {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return new FeedPositions(connection, feed)
                .moment()
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.MART_FAILED, "The vault is empty: this installation has loaded nothing yet"));
    }

    /** Writes the result in the text format of {@code COPY}; returns its rows. */
    long copy(String select, OutputStream to) throws SQLException, IOException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (\n" + select + "\n) to stdout", to);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package io.cdcvault.bench.stage;

import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How far a vault has come, as its warehouse says. */
final class VaultProgress implements AutoCloseable {

    private final Connection connection;
    private boolean created;

    private VaultProgress(Connection connection) {
        this.connection = connection;
    }

    static VaultProgress connect(Settings settings) throws SQLException {
        Settings.Database warehouse = settings.warehouse();
        return new VaultProgress(DriverManager.getConnection(
                warehouse.url(), warehouse.user(), warehouse.password().orElse("")));
    }

    void report(Watch watch) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (created || isCreated(statement)) {
                created = true;
                try (ResultSet position =
                        statement.executeQuery("select rows, transactions from cdc_vault.feed_position")) {
                    if (position.next()) {
                        watch.reached(position.getLong(1), position.getLong(2));
                    }
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static boolean isCreated(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select to_regclass('cdc_vault.feed_position') is not null")) {
            return found.next() && found.getBoolean(1);
        }
    }
}

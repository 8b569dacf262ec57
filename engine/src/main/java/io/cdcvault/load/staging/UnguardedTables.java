package io.cdcvault.load.staging;

import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The source tables in which nothing guards what identifies a row in the model: the capture records that before the
 * first change of a table is published, and whenever a unique key comes or goes.
 */
final class UnguardedTables {

    private static final long REST = Duration.ofSeconds(5).toNanos();

    private static final String READ =
            """
            select source_schema, source_table from cdc_vault.source_table
            where feed = ? and facts ->> 'unique' = 'false'""";

    private final Connection connection;
    private final String feed;
    private Set<TableName> tables = Set.of();
    private boolean isInstalled;
    private long restsUntil = System.nanoTime();

    UnguardedTables(Connection connection, FeedName feed) {
        this.connection = connection;
        this.feed = feed.ofCapture();
    }

    /** To be called in a warehouse transaction; looks again now and then. */
    void refresh() throws SQLException {
        if (System.nanoTime() - restsUntil >= 0 && isInstalled()) {
            restsUntil = System.nanoTime() + REST;
            Set<TableName> found = new HashSet<>();
            try (PreparedStatement statement = connection.prepareStatement(READ)) {
                statement.setString(1, feed);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(new TableName(row.getString(1), row.getString(2)));
                    }
                }
            }
            tables = found;
        }
    }

    boolean contains(TableName table) {
        return tables.contains(table);
    }

    private boolean isInstalled() throws SQLException {
        if (!isInstalled) {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("select to_regclass('cdc_vault.source_table') is not null")) {
                isInstalled = row.next() && row.getBoolean(1);
            }
        }
        return isInstalled;
    }
}

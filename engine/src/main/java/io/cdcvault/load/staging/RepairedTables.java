package io.cdcvault.load.staging;

import io.cdcvault.bookkeeping.SnapshotRequests;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The source tables of which PostgreSQL has not sent everything, until a snapshot has repaired them: what the vault
 * shows of their rows may be long past. A replay reads what was sent before and after, so no table of it is repaired
 * now.
 */
final class RepairedTables {

    private static final String READ =
            "select source_schema, source_table from cdc_vault.source_table where feed = ? and gap is not null";

    private final Connection connection;
    private final FeedName feed;
    private Optional<Set<TableName>> tables = Optional.empty();

    RepairedTables(Connection connection, FeedName feed) {
        this.connection = connection;
        this.feed = feed;
    }

    /** To be called first in a warehouse transaction. */
    void begin() {
        tables = Optional.empty();
    }

    /** Whether it was so when this was first asked for in the warehouse transaction. */
    boolean contains(TableName table) throws SQLException {
        if (tables.isEmpty()) {
            tables = Optional.of(isInstalled() ? read() : Set.of());
        }
        return tables.get().contains(table);
    }

    /** Has the table read again from its beginning. */
    void requestAgain(TableName table) throws SQLException {
        SnapshotRequests.requestAgain(connection, feed.text(), table);
    }

    private Set<TableName> read() throws SQLException {
        Set<TableName> found = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, feed.text());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return found;
    }

    private boolean isInstalled() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select to_regclass('cdc_vault.source_table') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }
}

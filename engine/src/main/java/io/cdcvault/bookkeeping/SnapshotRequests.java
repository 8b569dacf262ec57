package io.cdcvault.bookkeeping;

import io.cdcvault.change.TableSnapshot;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Requested snapshots of single tables, kept in the warehouse: so they outlive the service, and each service of the
 * installation hears of them. Running services follow within seconds.
 */
public final class SnapshotRequests {

    /** Numbers grow, also when a warehouse was made again: the capture does them in their order, each once. */
    private static final String REQUEST =
            """
            insert into cdc_vault.table_snapshot (number, feed, source_schema, source_table)
            select greatest((extract(epoch from clock_timestamp()) * 1000000)::bigint,
                coalesce((select max(number) from cdc_vault.table_snapshot), 0) + 1), ?, ?, ?
            where not exists (select from cdc_vault.table_snapshot
              where finished_at is null and feed = ? and source_schema = ? and source_table = ?)""";

    private static final String FORGET =
            """
            delete from cdc_vault.table_snapshot
            where finished_at is not null and feed = ? and source_schema = ? and source_table = ?""";

    private static final String CANCEL =
            """
            delete from cdc_vault.table_snapshot
            where finished_at is null and feed = ? and source_schema = ? and source_table = ?""";

    private static final String READ =
            """
            select number, source_schema, source_table, rows, finished_at is not null
            from cdc_vault.table_snapshot where feed = ? order by number""";

    private final Settings settings;
    private final String feed;

    public SnapshotRequests(Settings settings) {
        this.settings = settings;
        this.feed = FeedName.textOf(settings);
    }

    /**
     * What has become of a request.
     *
     * @param rows loaded so far
     */
    public record Progress(TableSnapshot snapshot, long rows, boolean isFinished) {}

    /**
     * Asks for a snapshot of each table; one that is under way continues instead.
     *
     * @return what is to be waited for
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public List<TableSnapshot> request(Collection<TableName> tables) {
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            return warehouse.attempt("remember the snapshots that are asked for", () -> {
                Connection connection = warehouse.connection();
                Bookkeeping.migrate(connection);
                lock(connection);
                for (TableName table : tables) {
                    execute(connection, FORGET, table);
                    execute(connection, REQUEST, table, table);
                }
                List<TableSnapshot> asked = read(connection).stream()
                        .map(Progress::snapshot)
                        .filter(snapshot -> tables.contains(snapshot.table()))
                        .toList();
                connection.commit();
                return asked;
            });
        }
    }

    /**
     * Cancels the snapshots of some tables that are not finished. What they have loaded stays.
     *
     * @return the tables whose snapshot was cancelled
     */
    public List<TableName> cancel(Collection<TableName> tables) {
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            return warehouse.attempt("cancel the requested snapshots", () -> {
                Connection connection = warehouse.connection();
                Bookkeeping.migrate(connection);
                List<TableName> cancelled = new ArrayList<>();
                for (TableName table : tables) {
                    if (execute(connection, CANCEL, table) > 0) {
                        cancelled.add(table);
                    }
                }
                connection.commit();
                return cancelled;
            });
        }
    }

    /** Those that are not finished, and of each table the last that was. */
    public List<Progress> read() {
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            return warehouse.attempt("read the snapshots that are asked for", () -> read(warehouse.connection()));
        }
    }

    /**
     * Requests a snapshot of a table from its beginning, instead of any that is under way.
     *
     * @return its number, which no earlier request has
     */
    public static long requestAgain(Connection connection, String feed, TableName table) throws SQLException {
        lock(connection);
        for (String sql : List.of(CANCEL, FORGET)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, feed);
                statement.setString(2, table.schema());
                statement.setString(3, table.table());
                statement.executeUpdate();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(REQUEST + " returning number")) {
            for (int parameter = 0; parameter < 6; parameter += 3) {
                statement.setString(parameter + 1, feed);
                statement.setString(parameter + 2, table.schema());
                statement.setString(parameter + 3, table.table());
            }
            try (ResultSet number = statement.executeQuery()) {
                number.next();
                return number.getLong(1);
            }
        }
    }

    /** A number must not become visible after a greater one. */
    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(hashtext('cdc_vault.table_snapshot'))");
        }
    }

    private int execute(Connection connection, String sql, TableName... tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 1;
            for (TableName table : tables) {
                statement.setString(parameter++, feed);
                statement.setString(parameter++, table.schema());
                statement.setString(parameter++, table.table());
            }
            return statement.executeUpdate();
        }
    }

    private List<Progress> read(Connection connection) throws SQLException {
        List<Progress> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, feed);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableName table = new TableName(row.getString(2), row.getString(3));
                    found.add(
                            new Progress(new TableSnapshot(row.getLong(1), table), row.getLong(4), row.getBoolean(5)));
                }
            }
        }
        return found;
    }
}

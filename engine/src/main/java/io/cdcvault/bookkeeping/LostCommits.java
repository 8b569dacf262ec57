package io.cdcvault.bookkeeping;

import io.cdcvault.change.LostRange;
import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the vault shows of transactions that a new master does not have. */
public final class LostCommits {

    /** Nothing leads to rows by their LSN, so a large vault is not counted. */
    private static final String LIMIT = "set local statement_timeout = '20s'; set local enable_seqscan = on";

    private static final String TABLES =
            """
            select n.nspname, c.relname from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'src_lsn' and not a.attisdropped
            where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = ? order by 2""";

    /** Rows of before an earlier loss have LSNs that this range may reach, too. */
    private static final String SINCE_THE_LAST =
            "(select coalesce(max(accepted_at), '-infinity') from cdc_vault.accepted_loss where feed = ?)";

    private static final String CANCELLED = "57014";

    private final Connection connection;
    private final String schema;
    /** Empty when all of the schema are. */
    private final Set<String> own;

    private final String feed;

    /**
     * What a feed has loaded.
     *
     * @param model of what it loads: other sources of the vault have logs of their own, with the same LSNs
     */
    public LostCommits(Connection connection, VaultModel model, String feed) {
        this.connection = connection;
        this.schema = model.settings().schema();
        this.own = model.settings().share().isPart()
                ? VaultTables.of(model).stream().map(TableShape::name).collect(Collectors.toSet())
                : Set.of();
        this.feed = feed;
    }

    /**
     * How much.
     *
     * @param transactions of which the vault holds something
     * @param rows of the vault
     */
    public record Count(long transactions, long rows) {}

    /** Empty when it cannot be counted within 20 seconds. In a transaction of its own. */
    public Optional<Count> count(LostRange range) throws SQLException {
        connection.commit();
        try (Statement statement = connection.createStatement()) {
            statement.execute(LIMIT);
            return Optional.of(count(tables(), range));
        } catch (SQLException e) {
            if (!CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
            return Optional.empty();
        } finally {
            connection.rollback();
        }
    }

    private Count count(List<TableName> tables, LostRange range) throws SQLException {
        if (tables.isEmpty()) {
            return new Count(0, 0);
        }
        String rows = tables.stream()
                .map(table -> "select src_lsn, load_dts from " + Identifiers.quoted(table))
                .collect(Collectors.joining(" union all "));
        try (PreparedStatement statement = connection.prepareStatement("select count(distinct src_lsn), count(*) from ("
                + rows + ") v where src_lsn > ?::pg_lsn and src_lsn <= ?::pg_lsn and load_dts > " + SINCE_THE_LAST)) {
            statement.setString(1, range.after().toString());
            statement.setString(2, range.until().toString());
            statement.setString(3, feed);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Count(row.getLong(1), row.getLong(2));
            }
        }
    }

    private List<TableName> tables() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                List<TableName> tables = new ArrayList<>();
                while (rows.next()) {
                    TableName table = new TableName(rows.getString(1), rows.getString(2));
                    if (own.isEmpty() || own.contains(table.table())) {
                        tables.add(table);
                    }
                }
                return tables;
            }
        }
    }
}

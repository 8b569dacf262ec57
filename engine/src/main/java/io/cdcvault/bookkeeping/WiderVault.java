package io.cdcvault.bookkeeping;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.dependents.Dependents;
import io.cdcvault.database.dependents.NotCreatedAgainException;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.ddl.WiderColumn;
import io.cdcvault.schema.model.VaultModel;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vault whose columns become as wide as the model's. Views and functions that depend on a column are dropped and
 * created again in the transaction that alters it, so no reader misses them.
 *
 * <p>Why: docs/decisions/0032-a-vaults-columns-become-wider.md
 */
public final class WiderVault {

    private static final Logger LOG = LoggerFactory.getLogger(WiderVault.class);

    private static final String OWNER =
            """
            select c.relowner::regrole::text, pg_has_role(c.relowner, 'usage')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = :schema and c.relname = :table""";

    private final Connection connection;
    private final VaultModel model;
    private final String schema;

    /** @param model that says how wide the columns shall be */
    public WiderVault(Connection connection, VaultModel model) {
        this.connection = connection;
        this.model = model;
        this.schema = model.settings().schema();
    }

    /** The columns that are narrower than the model's; changes nothing. */
    public List<WiderColumn> columns() throws SQLException {
        return WiderColumn.of(model, VaultCatalog.types(connection, schema));
    }

    /**
     * Makes them wider, the columns of each table in a transaction of their own. Waits for those who read the table.
     *
     * @throws CdcVaultException when something depends on one that cannot be created again; that table is as it was
     */
    void widen() throws SQLException {
        for (Map.Entry<String, List<WiderColumn>> table : byTable(columns()).entrySet()) {
            List<WiderColumn> columns = table.getValue();
            Dependents dependents = dependents(table.getKey(), columns);
            if (!dependents.obstacles().isEmpty()) {
                connection.rollback();
                throw obstructed(columns, dependents.obstacles().get(0), null);
            }
            try {
                dependents.without(() -> alter(columns));
                connection.commit();
            } catch (NotCreatedAgainException e) {
                connection.rollback();
                String why =
                        e.getCause() instanceof SQLException cause ? ": " + ServerMessage.withoutValues(cause) : "";
                throw obstructed(columns, e.getMessage() + " does not fit it" + why, e);
            }
            LOG.info("Made wider: {}", text(columns));
        }
    }

    /**
     * What keeps columns of the vault from becoming wider, in words that follow their names; empty when nothing does.
     */
    public Optional<Obstruction> obstruction() throws SQLException {
        for (Map.Entry<String, List<WiderColumn>> table : byTable(columns()).entrySet()) {
            List<WiderColumn> columns = table.getValue();
            Optional<String> owner = foreignOwner(table.getKey());
            List<String> obstacles = dependents(table.getKey(), columns).obstacles();
            connection.rollback();
            if (owner.isPresent()) {
                return Optional.of(new Obstruction(
                        text(columns),
                        "the table belongs to the role " + owner.get(),
                        "on the warehouse, grant " + owner.get() + " to the role that the service logs in as"));
            }
            if (!obstacles.isEmpty()) {
                return Optional.of(new Obstruction(
                        text(columns),
                        String.join("; ", obstacles),
                        "on the warehouse, drop what depends on it, and create it again when status is healthy"));
            }
        }
        return Optional.empty();
    }

    /**
     * Something that depends on columns that shall become wider.
     *
     * @param columns with both types
     * @param why they cannot
     * @param remedy what helps
     */
    public record Obstruction(String columns, String why, String remedy) {}

    private Dependents dependents(String table, List<WiderColumn> columns) throws SQLException {
        return Dependents.of(
                connection,
                schema,
                table,
                columns.stream().map(WiderColumn::column).toList());
    }

    private void alter(List<WiderColumn> columns) throws SQLException {
        List<String> statements = new ArrayList<>(WiderColumn.indexStatements(model, columns));
        statements.add(WiderColumn.alterStatement(schema, columns));
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The owner of a table that the session may not alter. */
    private Optional<String> foreignOwner(String table) throws SQLException {
        return new Books(connection)
                .first(NamedText.resultQuery(OWNER, DSL.param("schema", schema), DSL.param("table", table)))
                .filter(row -> !row.get(1, Boolean.class))
                .map(row -> row.get(0, String.class));
    }

    private static Map<String, List<WiderColumn>> byTable(List<WiderColumn> columns) {
        return new TreeMap<>(columns.stream().collect(groupingBy(WiderColumn::table)));
    }

    private static CdcVaultException obstructed(List<WiderColumn> columns, String why, @Nullable Throwable cause) {
        return new CdcVaultException(FailureKind.WAREHOUSE_OBSTRUCTED, text(columns) + ": " + why, cause);
    }

    private static String text(List<WiderColumn> columns) {
        return columns.stream().map(WiderColumn::text).collect(joining(", "));
    }
}

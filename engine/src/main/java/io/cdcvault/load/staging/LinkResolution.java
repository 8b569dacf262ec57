package io.cdcvault.load.staging;

import io.cdcvault.load.plan.ResolvedLink;
import io.cdcvault.schema.model.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Brings links that follow references up to date, once all tables are loaded. */
final class LinkResolution {

    private final Connection connection;
    private final Map<TableName, StagedTable> tables;

    LinkResolution(Connection connection, Map<TableName, StagedTable> tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /** Those that staged changes concern; adds the numbers of new rows to {@code added}. */
    void load(Map<String, Long> added) throws SQLException {
        List<ResolvedLink> concerned = tables.values().stream()
                .flatMap(table -> table.plan().resolvedLinks().stream())
                .filter(link -> link.tables().stream().anyMatch(this::hasRows))
                .toList();
        if (!concerned.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(concerned.get(0).lockStatement());
            }
        }
        for (ResolvedLink link : concerned) {
            load(link, added);
        }
    }

    private boolean hasRows(TableName name) {
        StagedTable table = tables.get(name);
        return table != null && table.hasRows();
    }

    private void load(ResolvedLink link, Map<String, Long> added) throws SQLException {
        for (TableName name : link.tables()) {
            StagedTable table = tables.get(name);
            if (table != null) {
                table.makeStage();
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(link.statement())) {
            counts.next();
            added.merge(link.link(), counts.getLong(1), Long::sum);
            added.merge(link.effectivity(), counts.getLong(2), Long::sum);
            Array changed = counts.getArray(3);
            if (changed != null) {
                added.merge(link.link(), -trimmed(link, changed), Long::sum);
            }
        }
    }

    /** Of links whose past is another one now. */
    private long trimmed(ResolvedLink link, Array changed) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(link.trimStatement())) {
            statement.setArray(1, changed);
            statement.setArray(2, changed);
            try (ResultSet trimmed = statement.executeQuery()) {
                trimmed.next();
                return trimmed.getLong(1);
            }
        }
    }
}

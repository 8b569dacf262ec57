package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.load.deadletter.Rejection;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.Staging.KeyPart;
import io.cdcvault.load.row.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes back rows of one source table that are staged. */
final class Unstaging {

    private final Connection connection;
    private final LoadPlan plan;
    private final List<KeyPart> key;
    private final List<String> keyColumns;

    Unstaging(Connection connection, LoadPlan plan) {
        this.connection = connection;
        this.plan = plan;
        this.key = plan.staging().keyParts(plan.rowKey());
        this.keyColumns = key.stream().flatMap(part -> part.columns().stream()).toList();
    }

    /** The source's columns of the key that its rows have in the vault. */
    List<String> keyColumns() {
        return keyColumns;
    }

    /** Takes back a row's share in what was staged under a sequence. */
    void ofSequence(RowKey row, long sequence) throws SQLException {
        unstage(row, Long.toString(sequence), null);
    }

    /** Takes back what a transaction did to a row; returns the number of staged rows. */
    int ofTransaction(RowKey row, LoadDate loadDate) throws SQLException {
        return unstage(row, null, loadDate.toString());
    }

    private int unstage(RowKey row, @Nullable String sequence, @Nullable String loadDate) throws SQLException {
        Map<String, @Nullable String> values = row.columns();
        if (!values.keySet().containsAll(keyColumns)) {
            return 0;
        }
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement statement =
                connection.prepareStatement(plan.staging().unstageStatement(key))) {
            statement.setString(1, sequence);
            statement.setString(2, loadDate);
            for (int i = 0; i < keyColumns.size(); i++) {
                statement.setString(i + 3, StagedLines.input(values.get(keyColumns.get(i))));
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            if (!Rejection.isAboutAValue(e)) {
                throw e;
            }
            // Nothing can be staged under a key that its column cannot hold.
            connection.rollback(before);
            return 0;
        }
    }
}

package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.load.deadletter.RejectedChange;
import io.cdcvault.load.deadletter.Rejection;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.row.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Completes a table's staged changes before they are loaded: what the log left out, and what holds at commit in any
 * order inside a transaction.
 */
final class Completion {

    private final Connection connection;
    private final LoadPlan plan;
    private final Handovers handovers;
    private final TakenBack takenBack = new TakenBack();

    Completion(Connection connection, LoadPlan plan, Handovers handovers) {
        this.connection = connection;
        this.plan = plan;
        this.handovers = handovers;
    }

    /** Fills in what changes did not carry; returns those for which it is nowhere to be found. */
    List<RejectedChange.OfRow> run() throws SQLException {
        resolveDeletions();
        endPreviousKeys();
        List<RejectedChange.OfRow> rejected = new ArrayList<>();
        fillIn(rejected);
        takeBackOvertaken();
        if (!handovers.toasted().isEmpty() || !handovers.deletionColumns().isEmpty()) {
            rejected.addAll(stillMissing(rejected));
        }
        return rejected;
    }

    private void fillIn(List<RejectedChange.OfRow> rejected) throws SQLException {
        if (handovers.hasMoves()) {
            execute(plan.keyChanges().mark());
        }
        Map<String, String> fills = plan.toastFills().statements(identity());
        do {
            for (String column : handovers.toasted()) {
                String fill = fills.get(column);
                if (fill != null) {
                    fillIn(column, fill, rejected);
                }
            }
            // What one row inherits another may be waiting for, as when a key is changed twice.
        } while (handovers.hasMoves()
                && rejected.isEmpty()
                && execute(plan.keyChanges().inherit()) > 0);
        if (handovers.hasMoves()) {
            execute(plan.keyChanges().unmark());
        }
    }

    /** An expression that is made of the value is computed now, and may fail. */
    private void fillIn(String column, String fill, List<RejectedChange.OfRow> rejected) throws SQLException {
        if (plan.staging().expressions().isEmpty()) {
            execute(fill);
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            execute(fill);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!Rejection.isAboutAValue(e)) {
                throw e;
            }
            connection.rollback(before);
            rejected.addAll(fillInOneByOne(column, fill));
        }
    }

    private List<RejectedChange.OfRow> fillInOneByOne(String column, String fill) throws SQLException {
        List<RejectedChange.OfRow> rejected = new ArrayList<>();
        for (Lacking row : lacking(column)) {
            Savepoint before = connection.setSavepoint();
            try {
                execute(fill + " and s.\"#seq\" = " + row.sequence());
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                if (!Rejection.isAboutAValue(e)) {
                    throw e;
                }
                connection.rollback(before);
                rejected.add(new RejectedChange.OfRow(
                        row.key(), row.loadDate(), ServerMessage.withoutDetails(e) + " (expression)"));
            }
        }
        return rejected;
    }

    /** A staged row that lacks a value. */
    private record Lacking(long sequence, RowKey key, LoadDate loadDate) {}

    private List<Lacking> lacking(String column) throws SQLException {
        List<Lacking> lacking = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(plan.staging().lackingStatement())) {
            statement.setString(1, column);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lacking.add(new Lacking(
                            row.getLong(1), new RowKey(plan.table(), row.getString(2)), new LoadDate(row.getLong(3))));
                }
            }
        }
        return lacking;
    }

    /** The columns by which the log knows rows whose key it does not; none when it holds keys. */
    private Set<String> identity() {
        return Stream.concat(handovers.identities().stream(), handovers.deletionColumns().stream())
                .filter(columns -> plan.previousKeys().statement(columns).isPresent())
                .findFirst()
                .orElse(Set.of());
    }

    private void endPreviousKeys() throws SQLException {
        for (Set<String> identity : handovers.identities()) {
            String ending = plan.previousKeys().statement(identity).orElseThrow();
            try (Statement statement = connection.createStatement()) {
                // As for deletions: the few that have to be looked for are looked for at once.
                statement.execute("set local enable_hashjoin = on");
                try (ResultSet ended = statement.executeQuery(ending)) {
                    while (ended.next()) {
                        handovers.keyChanged(identity, new LoadDate(ended.getLong(1)), ended.getBoolean(2));
                    }
                }
                statement.execute("set local enable_hashjoin = off");
            }
        }
    }

    /** Rows whose key an expression makes nothing of. */
    List<RejectedChange.OfRow> withoutKey() throws SQLException {
        List<RejectedChange.OfRow> rejected = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(plan.staging().emptyKeyStatement())) {
            while (row.next()) {
                rejected.add(new RejectedChange.OfRow(
                        new RowKey(plan.table(), row.getString(1)),
                        new LoadDate(row.getLong(2)),
                        "Its business key is empty: " + plan.staging().computedKey()));
            }
        }
        return rejected;
    }

    private void takeBackOvertaken() throws SQLException {
        for (Map.Entry<Set<String>, Set<LoadDate>> entry :
                handovers.outOfOrder().entrySet()) {
            try (PreparedStatement statement =
                    connection.prepareStatement(plan.commitStates().statement(entry.getKey()))) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "text",
                                entry.getValue().stream()
                                        .map(LoadDate::toString)
                                        .toArray()));
                takenBack.by(statement);
            }
        }
    }

    /**
     * Rows under a key that another row of the source has.
     *
     * @param shown load dates of snapshots
     */
    List<RejectedChange.OfRow> twins(Set<LoadDate> shown) throws SQLException {
        List<RejectedChange.OfRow> twins = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(plan.twins().statement())) {
            takenBack.bind(statement);
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "text", shown.stream().map(LoadDate::toString).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    twins.add(new RejectedChange.OfRow(
                            new RowKey(plan.table(), row.getString(1)), new LoadDate(row.getLong(2)), twin()));
                }
            }
        }
        return twins;
    }

    private String twin() {
        return "Another row of the source has the same "
                + String.join(", ", plan.identity().columns())
                + ", which distinguishes rows in the model, and no unique key of the source keeps them apart: add a column"
                + " that does to the model, or a unique key to the source";
    }

    private void resolveDeletions() throws SQLException {
        for (Set<String> columns : handovers.deletionColumns()) {
            String resolution = plan.deleteResolution().statement(columns).orElseThrow();
            try (Statement statement = connection.createStatement()) {
                // The vault is looked into by an attribute, which needs no index: better once for all than for each.
                statement.execute("set local enable_hashjoin = on");
                statement.executeUpdate(resolution);
                statement.execute("set local enable_hashjoin = off");
            }
        }
    }

    /** What is still missing must not become a NULL that the source never had. */
    private List<RejectedChange.OfRow> stillMissing(List<RejectedChange.OfRow> known) throws SQLException {
        List<RejectedChange.OfRow> rejected = new ArrayList<>();
        Set<RowKey> rejectedRows = known.stream().map(RejectedChange.OfRow::row).collect(Collectors.toSet());
        try (Statement statement = connection.createStatement();
                ResultSet missing = statement.executeQuery(plan.staging().missingStatement(plan.rowKey()))) {
            while (missing.next()) {
                RowKey row = new RowKey(plan.table(), missing.getString(1));
                String reason =
                        "The master's log left out what did not change, and no earlier state of the row has it: "
                                + missing.getString(3);
                if (!rejectedRows.contains(row)) {
                    rejected.add(new RejectedChange.OfRow(row, new LoadDate(missing.getLong(2)), reason));
                }
            }
        }
        return rejected;
    }

    private int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}

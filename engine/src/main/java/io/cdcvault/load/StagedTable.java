package io.cdcvault.load;

import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.Staging.StagedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** One source table's changes of the open warehouse transaction. */
final class StagedTable {

    private static final int CHUNK = 256 * 1024;

    private final Connection connection;
    private final FeedName feed;
    private final LoadPlan plan;
    private final List<StagedColumn> columns;
    private final List<InputForm> forms;
    private final Set<String> toasted = new TreeSet<>();
    private boolean hasRows;
    private long lastLoadDate;
    private String lastLoadDateText = Timestamps.iso(0);

    StagedTable(Connection connection, FeedName feed, LoadPlan plan) throws SQLException {
        this.connection = connection;
        this.feed = feed;
        this.plan = plan;
        this.columns = plan.staging().sourceColumns();
        this.forms = columns.stream()
                .map(column -> InputForm.of(new InputForm.TypeText(column.type())))
                .toList();
        try (Statement statement = connection.createStatement()) {
            statement.execute(plan.staging().createStatement());
        }
    }

    /** @param firstSequence of the first change; the others follow one by one */
    void stage(List<RowChange> changes, long firstSequence) throws SQLException {
        hasRows = true;
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(plan.staging().copyStatement());
        try {
            CopyText text = new CopyText();
            long sequence = firstSequence;
            for (RowChange change : changes) {
                write(change, sequence++, text);
                if (text.length() > CHUNK) {
                    send(copy, text);
                }
            }
            send(copy, text);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    void stageTruncate(RowChange truncate, long sequence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.truncateStatement())) {
            bindDisappearance(
                    statement, truncate.stamp().loadDate(), truncate.commitLsn().toString(), sequence);
            hasRows |= statement.executeUpdate() > 0;
        }
    }

    /** Tells the staged rows of this load date where their transaction committed. */
    void settle(long loadDate, String lsn) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(plan.staging().settleStatement())) {
            statement.setString(1, lsn);
            statement.setString(2, Timestamps.iso(loadDate));
            statement.executeUpdate();
        }
    }

    /** The staged rows of this load date were shown by a snapshot. */
    void rememberSnapshot(long loadDate) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.rememberStatement())) {
            statement.setString(1, feed.text());
            statement.setString(2, Timestamps.iso(loadDate));
            statement.executeUpdate();
        }
    }

    /** Stages the deletion of what the snapshot did not show. */
    void closeDisappeared(long loadDate, String lsn, long sequence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(plan.closeStatement())) {
            bindDisappearance(statement, loadDate, lsn, sequence);
            statement.setString(4, feed.text());
            statement.setString(5, Timestamps.iso(loadDate));
            hasRows |= statement.executeUpdate() > 0;
        }
    }

    boolean hasRows() {
        return hasRows;
    }

    /** Loads what is staged into the vault and adds the numbers of new rows to {@code added}. */
    void load(Map<String, Long> added) throws SQLException {
        fillToasted();
        try (PreparedStatement statement = connection.prepareStatement(plan.loadStatement());
                ResultSet counts = statement.executeQuery()) {
            counts.next();
            int column = 1;
            for (String target : plan.targets()) {
                added.merge(target, counts.getLong(column++), Long::sum);
            }
        }
    }

    /** The staging tables empty themselves when the warehouse transaction ends. */
    void transactionEnded() {
        hasRows = false;
        toasted.clear();
    }

    private static void bindDisappearance(PreparedStatement statement, long loadDate, String lsn, long sequence)
            throws SQLException {
        statement.setLong(1, sequence);
        statement.setString(2, Timestamps.iso(loadDate));
        statement.setString(3, lsn);
    }

    private void write(RowChange change, long sequence, CopyText text) {
        RowImage image = change.image();
        text.column(Long.toString(sequence))
                .column(change.operation().leavesRow() ? "t" : "f")
                .column(loadDate(change))
                .column(change.commitLsn().toString())
                .column(toasted(image));
        for (int i = 0; i < columns.size(); i++) {
            @Nullable String value = image.text(columns.get(i).name());
            text.column(
                    value == null || value.equals(RowImage.UNAVAILABLE)
                            ? null
                            : forms.get(i).of(value));
        }
        text.endRow();
    }

    /** The same for all changes of a transaction, so it is put into words once. */
    private String loadDate(RowChange change) {
        if (change.stamp().loadDate() != lastLoadDate) {
            lastLoadDate = change.stamp().loadDate();
            lastLoadDateText = Timestamps.iso(lastLoadDate);
        }
        return lastLoadDateText;
    }

    /** The staged columns whose values the change did not carry, as an array. */
    private String toasted(RowImage image) {
        StringJoiner names = new StringJoiner(",", "{", "}");
        for (StagedColumn column : columns) {
            if (RowImage.UNAVAILABLE.equals(image.text(column.name()))) {
                toasted.add(column.staged());
                names.add(InputForm.quoted(column.staged()));
            }
        }
        return names.toString();
    }

    private void fillToasted() throws SQLException {
        for (String column : toasted) {
            String fill = plan.toastFills().get(column);
            if (fill != null) {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate(fill);
                }
            }
        }
        if (!toasted.isEmpty()) {
            requireNothingMissing();
        }
    }

    /** What is still missing must not become a NULL that the source never had. */
    private void requireNothingMissing() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet missing = statement.executeQuery(plan.staging().missingStatement())) {
            if (missing.next()) {
                throw new CdcVaultException(
                        FailureKind.CHANGE_INCOMPLETE,
                        "A change of " + plan.table() + " in the transaction that committed at " + missing.getString(1)
                                + " does not carry " + missing.getString(2)
                                + ", and no earlier state of the row has it");
            }
        }
    }

    private static void send(CopyIn copy, CopyText text) throws SQLException {
        byte[] bytes = text.toBytes();
        copy.writeToCopy(bytes, 0, bytes.length);
    }
}

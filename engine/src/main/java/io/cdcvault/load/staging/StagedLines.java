package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.load.deadletter.Rejection;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.SharedHash;
import io.cdcvault.load.plan.StagedEvent;
import io.cdcvault.load.plan.Staging;
import io.cdcvault.load.plan.Staging.StagedColumn;
import io.cdcvault.load.row.Arrival;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.load.row.StagedRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes a table's changes into its staging table, and remembers what of them needs a closer look. */
final class StagedLines {

    private static final int CHUNK = 128 * 1024;

    private final Connection connection;
    private final LoadPlan plan;
    private final List<StagedColumn> columns;
    private final Handovers handovers;
    /** Of snapshots that show rows of a table that nothing guards. */
    private final Set<LoadDate> shown = new HashSet<>();

    private boolean isBisected;
    private boolean isGuarded = true;
    private boolean mayShareHashes;
    private boolean hasMentions;
    private LoadDate lastLoadDate = LoadDate.BEFORE_FIRST;
    private String lastLoadDateText = lastLoadDate.toString();

    StagedLines(Connection connection, LoadPlan plan, Handovers handovers) {
        this.connection = connection;
        this.plan = plan;
        this.columns = plan.staging().sourceColumns();
        this.handovers = handovers;
    }

    /** Whether to write each row with its key, so that the one that cannot be loaded can be found. */
    void bisect(boolean bisected) {
        isBisected = bisected;
    }

    boolean isBisected() {
        return isBisected;
    }

    /** Whether a unique key of the source keeps two rows from having one key in the vault. */
    void guard(boolean guarded) {
        isGuarded = guarded;
    }

    boolean isGuarded() {
        return isGuarded;
    }

    /** Load dates of snapshots that show rows of a table that nothing guards. */
    Set<LoadDate> shown() {
        return shown;
    }

    /** Whether a key was written whose hash another key may have. */
    boolean mayShareHashes() {
        return mayShareHashes;
    }

    /** Whether rows without a key were written. */
    boolean hasMentions() {
        return hasMentions;
    }

    /** The staging table is empty. */
    void clear() {
        shown.clear();
        mayShareHashes = false;
        hasMentions = false;
    }

    /** Copies all of them; or none, when the server refuses one. */
    Optional<SQLException> copy(List<Arrival> arrivals) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(plan.staging().copyStatement());
        CopyText text = new CopyText();
        try {
            for (Arrival arrival : arrivals) {
                write(arrival, text);
                if (text.length() > CHUNK) {
                    send(copy, text);
                }
            }
            send(copy, text);
            copy.endCopy();
            return Optional.empty();
        } catch (SQLException e) {
            if (!Rejection.isAboutAValue(e)) {
                throw e;
            }
            return Optional.of(e);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Why changes cannot be staged, by their index; {@code columns} gets those whose values the server refuses. */
    Map<Integer, String> problems(List<Arrival> arrivals, Consumer<String> columns) throws SQLException {
        Map<Integer, String> problems = new HashMap<>();
        List<List<@Nullable String>> lines = new ArrayList<>();
        List<Integer> ofArrival = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            List<List<@Nullable String>> ofThis = values(arrivals.get(i));
            Optional<String> unfit = unfit(ofThis);
            if (unfit.isPresent()) {
                problems.put(i, unfit.get());
                continue;
            }
            lines.addAll(ofThis);
            ofArrival.addAll(Collections.nCopies(ofThis.size(), i));
        }
        new ValueCheck(connection, plan.staging())
                .problems(lines, columns)
                .forEach((line, why) -> problems.putIfAbsent(ofArrival.get(line), why));
        return problems;
    }

    private Optional<String> unfit(List<List<@Nullable String>> lines) {
        for (List<@Nullable String> line : lines) {
            for (int i = 0; i < columns.size(); i++) {
                if (ValueCheck.isUnfit(line.get(i))) {
                    return Optional.of("No text of PostgreSQL holds U+0000 or half a surrogate pair (column "
                            + columns.get(i).name() + ")");
                }
            }
        }
        return Optional.empty();
    }

    /** Of each line that is written for a change, the values in the order of the source columns. */
    private List<List<@Nullable String>> values(Arrival arrival) {
        List<List<@Nullable String>> lines = new ArrayList<>();
        if (arrival.isMention()) {
            lines.add(values(arrival.change(), column -> plan.staging().isOfHub(column.staged()), false));
        } else {
            handovers
                    .rows(arrival)
                    .forEach(row -> lines.add(values(
                            row.change(),
                            column -> true,
                            row.change().operation().leavesRow()
                                    && row.missing().isEmpty())));
        }
        return lines;
    }

    /** @param isWhole whether the row has all that expressions are made of */
    private List<@Nullable String> values(RowChange change, Predicate<StagedColumn> isWritten, boolean isWhole) {
        List<@Nullable String> values = new ArrayList<>(columns.size() + 1);
        columns.forEach(column ->
                values.add(isWritten.test(column) ? input(change.image().text(column.name())) : null));
        values.add(isWhole ? Staging.WHOLE : plan.staging().hasComputedKey() ? Staging.KEYED : null);
        return values;
    }

    private void write(Arrival arrival, CopyText text) {
        if (arrival.isMention()) {
            writeMention(arrival, text);
        } else {
            handovers.rows(arrival).forEach(row -> write(row, text));
        }
    }

    private void write(StagedRow row, CopyText text) {
        RowChange change = row.change();
        Set<String> missing = row.missing();
        boolean mayShare = mayShareHashes(change);
        mayShareHashes |= mayShare;
        if (!isGuarded && change.operation() == Operation.READ) {
            shown.add(change.stamp().loadDate());
        }
        text.column(Long.toString(row.sequence()))
                .column(change.operation().leavesRow() ? "t" : "f")
                .column(loadDate(change))
                .column(change.commitLsn().map(Lsn::toString).orElse(null))
                .column(missing.isEmpty() ? "{}" : array(missing))
                .column(
                        missing.isEmpty()
                                        && !isBisected
                                        && !mayShare
                                        && isGuarded
                                        && !plan.staging().hasComputedKey()
                                ? null
                                : RowKey.of(change, plan.identity())
                                        .map(RowKey::json)
                                        .orElse(null))
                .column(row.event().letter());
        for (int i = 0; i < columns.size(); i++) {
            text.column(input(change.image().text(columns.get(i).name())));
        }
        text.endRow();
    }

    /** Of a row without a key, only what hubs are made of is looked at. */
    private void writeMention(Arrival arrival, CopyText text) {
        RowChange change = arrival.change();
        hasMentions = true;
        mayShareHashes |= mayShareHashes(change);
        text.column(Long.toString(arrival.sequence()))
                .column("t")
                .column(loadDate(change))
                .column(change.commitLsn().map(Lsn::toString).orElse(null))
                .column("{}")
                .column(RowKey.of(change, plan.identity()).map(RowKey::json).orElse(null))
                .column(StagedEvent.PLAIN.letter());
        for (StagedColumn column : columns) {
            boolean isOfHub = plan.staging().isOfHub(column.staged());
            text.column(isOfHub ? input(change.image().text(column.name())) : null);
        }
        text.endRow();
    }

    private boolean mayShareHashes(RowChange change) {
        for (SharedHash hash : plan.sharedHashes()) {
            if (hash.isPossible(change)) {
                return true;
            }
        }
        return false;
    }

    /** Values travel as text that the server reads. */
    static @Nullable String input(@Nullable String value) {
        return RowImage.UNAVAILABLE.equals(value) || RowImage.TOO_LARGE.equals(value) ? null : value;
    }

    /** The same for all changes of a transaction, so it is put into words once. */
    private String loadDate(RowChange change) {
        if (!lastLoadDate.equals(change.stamp().loadDate())) {
            lastLoadDate = change.stamp().loadDate();
            lastLoadDateText = lastLoadDate.toString();
        }
        return lastLoadDateText;
    }

    /** An element of an array literal. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String array(Set<String> names) {
        return names.stream().map(StagedLines::quoted).collect(Collectors.joining(",", "{", "}"));
    }

    private static void send(CopyIn copy, CopyText text) throws SQLException {
        copy.writeToCopy(text.bytes(), 0, text.length());
        text.clear();
    }
}

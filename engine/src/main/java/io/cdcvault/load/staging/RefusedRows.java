package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Operation;
import io.cdcvault.change.RowImage;
import io.cdcvault.load.deadletter.Admission;
import io.cdcvault.load.deadletter.ParkedKeys;
import io.cdcvault.load.deadletter.RejectedChange;
import io.cdcvault.load.deadletter.UnloadableChanges;
import io.cdcvault.load.row.Arrival;
import io.cdcvault.load.row.RowKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Parks changes that cannot be staged, and what belongs to them: those of the same row and transaction, for of a
 * transaction's states of a row only the last is a version, and those that come after. In one pass over the changes,
 * however many are bad.
 */
final class RefusedRows {

    private static final String SIBLING = "A later change of the same transaction: ";

    private final Parking parking;
    private final ParkedKeys parkedKeys;
    /** Of what is staged. */
    private final RowTags staged = new RowTags();

    private final Set<Truncation> truncated = new HashSet<>();

    RefusedRows(Parking parking, ParkedKeys parkedKeys) {
        this.parking = parking;
        this.parkedKeys = parkedKeys;
    }

    private record Truncation(StagedTable table, LoadDate loadDate) {}

    /** The first change of a row that is refused. */
    private record Refusal(int index, LoadDate loadDate, String reason) {}

    /** A truncate may have staged the deletion of any row. */
    void stagedTruncate(StagedTable table, Arrival truncate) {
        truncated.add(new Truncation(table, truncate.loadDate()));
    }

    void staged(StagedTable table, List<Arrival> arrivals) {
        for (Arrival arrival : arrivals) {
            add(table, arrival, arrival.change().image());
            if (arrival.change().operation() == Operation.UPDATE) {
                // It may have ended the key that the row had before.
                table.previous(arrival.change()).ifPresent(row -> add(table, arrival, row));
            }
        }
    }

    private void add(StagedTable table, Arrival arrival, RowImage row) {
        staged.add(RowTags.of(row.columns(), table.keyColumns(), table, arrival.loadDate()));
    }

    void clear() {
        staged.clear();
        truncated.clear();
    }

    /**
     * Parks a change that was found bad before it was staged.
     *
     * @param pending to be staged, before it
     * @throws UnloadableChanges when some of its transaction is staged
     */
    void park(StagedTable table, Arrival arrival, PendingRows pending, String reason) throws SQLException {
        Optional<RowKey> row = table.rowKey(arrival.change());
        if (row.isPresent() && !parkedKeys.contains(row.get())) {
            for (Arrival sibling : pending.takeSiblings(arrival)) {
                parking.park(sibling, table.rowKey(sibling.change()), SIBLING + reason);
            }
            unstage(table, row.get(), arrival, reason);
        }
        parking.park(arrival, row, reason);
    }

    /**
     * Parks those that the server refused.
     *
     * @param reasons by index
     * @return the others, without those that have to wait
     * @throws UnloadableChanges when some of a bad row's transaction is staged
     */
    List<Arrival> park(StagedTable table, List<Arrival> arrivals, Map<Integer, String> reasons) throws SQLException {
        Map<RowKey, Refusal> refusals = refusals(table, arrivals, reasons);
        List<Arrival> others = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            if (arrival.isMention()) {
                // A row that waits for its key has its letter.
                if (!reasons.containsKey(i)) {
                    others.add(arrival);
                }
                continue;
            }
            Optional<RowKey> row = table.rowKey(arrival.change());
            Optional<String> reason = reason(i, arrival, row, refusals, reasons);
            if (reason.isPresent()) {
                parking.park(arrival, row, reason.get());
            } else {
                others.add(arrival);
            }
        }
        return others;
    }

    private Map<RowKey, Refusal> refusals(StagedTable table, List<Arrival> arrivals, Map<Integer, String> reasons)
            throws SQLException {
        Map<RowKey, Refusal> refusals = new HashMap<>();
        for (Map.Entry<Integer, String> refused : new TreeMap<>(reasons).entrySet()) {
            Arrival arrival = arrivals.get(refused.getKey());
            Optional<RowKey> row = arrival.isMention() ? Optional.empty() : table.rowKey(arrival.change());
            if (row.isPresent() && !parkedKeys.contains(row.get()) && !refusals.containsKey(row.get())) {
                refusals.put(row.get(), new Refusal(refused.getKey(), arrival.loadDate(), refused.getValue()));
                unstage(table, row.get(), arrival, refused.getValue());
            }
        }
        return refusals;
    }

    private Optional<String> reason(
            int index,
            Arrival arrival,
            Optional<RowKey> row,
            Map<RowKey, Refusal> refusals,
            Map<Integer, String> reasons) {
        Refusal refusal = row.map(refusals::get).orElse(null);
        if (refusal != null && arrival.loadDate().equals(refusal.loadDate()) && index <= refusal.index()) {
            return Optional.of(index == refusal.index() ? refusal.reason() : SIBLING + refusal.reason());
        }
        if (row.filter(parkedKeys::contains).isPresent()) {
            return Optional.of(Admission.WAITING);
        }
        return Optional.ofNullable(reasons.get(index));
    }

    private void unstage(StagedTable table, RowKey row, Arrival arrival, String reason) throws SQLException {
        int tag = RowTags.of(row.columns(), table.keyColumns(), table, arrival.loadDate());
        boolean mayBeStaged = staged.mayHold(tag) || truncated.contains(new Truncation(table, arrival.loadDate()));
        if (mayBeStaged && table.unstageTransaction(row, arrival.loadDate())) {
            throw new UnloadableChanges(List.of(new RejectedChange.OfRow(row, arrival.loadDate(), reason)));
        }
    }
}

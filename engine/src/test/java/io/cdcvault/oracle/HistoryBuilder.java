package io.cdcvault.oracle;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.oracle.SourceHistory.Step;
import io.cdcvault.oracle.SourceHistory.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history written down, as {@link HistorySnippet} prints it. */
final class HistoryBuilder {

    private final List<Transaction> transactions = new ArrayList<>();
    private Map<String, @Nullable String> before = Map.of();

    HistoryBuilder transaction(long number, long loadDate, String commitLsn) {
        return add(number, loadDate, commitLsn, false, false);
    }

    HistoryBuilder snapshotPart(long number, long loadDate, String commitLsn) {
        return add(number, loadDate, commitLsn, true, false);
    }

    HistoryBuilder snapshotEnd(long number, long loadDate, String commitLsn) {
        return add(number, loadDate, commitLsn, true, true);
    }

    /** @param columns names and values by turns, of the row before the next update */
    HistoryBuilder before(@Nullable String... columns) {
        before = row(columns);
        return this;
    }

    /** @param columns names and values by turns, of the last transaction's next change */
    HistoryBuilder change(Operation operation, String table, @Nullable String... columns) {
        Map<String, @Nullable String> row = row(columns);
        Transaction last = transactions.remove(transactions.size() - 1);
        List<RowChange> changes = new ArrayList<>(last.changes());
        changes.add(new Step(table, operation, row, before.isEmpty() ? null : before)
                .change(last.stamp(), last.commitLsn(), changes.size() + 1));
        before = Map.of();
        transactions.add(
                new Transaction(changes, last.stamp(), last.commitLsn(), last.isSnapshot(), last.endsSnapshot()));
        return this;
    }

    private static Map<String, @Nullable String> row(@Nullable String... columns) {
        Map<String, @Nullable String> row = new HashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            row.put(String.valueOf(columns[i]), columns[i + 1]);
        }
        return row;
    }

    List<Transaction> history() {
        return List.copyOf(transactions);
    }

    private HistoryBuilder add(long number, long loadDate, String commitLsn, boolean isSnapshot, boolean endsSnapshot) {
        transactions.add(new Transaction(
                List.of(), new TransactionStamp(number, loadDate), Lsn.parse(commitLsn), isSnapshot, endsSnapshot));
        return this;
    }
}

package io.cdcvault.oracle;

import io.cdcvault.change.RowChange;
import io.cdcvault.oracle.SourceHistory.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A history as the lines of a test that plays it again, to be pasted into {@link RandomHistoryIT}. */
final class HistorySnippet {

    private HistorySnippet() {}

    static String of(List<Transaction> history, int batchSize, OracleHash hash) {
        StringBuilder test = new StringBuilder();
        test.append("    @Test\n    void shrunkHistory() throws SQLException {\n");
        test.append("        assertVaultEqualsTheOracles(new HistoryBuilder()\n");
        for (Transaction transaction : history) {
            test.append("                .").append(of(transaction)).append("\n");
            transaction.changes().forEach(change -> test.append("                .")
                    .append(of(change))
                    .append("\n"));
        }
        return test + "                .history(), " + batchSize + ", OracleHash." + hash + ");\n    }\n";
    }

    private static String of(Transaction transaction) {
        String kind =
                transaction.endsSnapshot() ? "snapshotEnd" : transaction.isSnapshot() ? "snapshotPart" : "transaction";
        return kind + "(" + transaction.stamp().number() + ", "
                + transaction.stamp().loadDate().micros() + "L, \"" + transaction.commitLsn() + "\")";
    }

    private static String of(RowChange change) {
        String before = columns(change.before().columns());
        return (before.isEmpty() ? "" : "before(" + before.substring(2) + ").") + "change(Operation."
                + change.operation() + ", " + literal(change.table().table())
                + columns(change.image().columns()) + ")";
    }

    private static String columns(Map<String, @Nullable String> row) {
        StringBuilder columns = new StringBuilder();
        new TreeMap<>(row).forEach((column, value) -> columns.append(", ")
                .append(literal(column))
                .append(", ")
                .append(literal(value)));
        return columns.toString();
    }

    private static String literal(@Nullable String value) {
        return value == null
                ? "null"
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + '"';
    }
}

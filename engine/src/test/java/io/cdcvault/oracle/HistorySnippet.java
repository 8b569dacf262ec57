package io.cdcvault.oracle;

import io.cdcvault.change.RowChange;
import io.cdcvault.oracle.SourceHistory.Transaction;
import java.util.List;
import java.util.TreeMap;

/** A history as the lines of a test that plays it again, to be pasted into {@link RandomHistoryIT}. */
final class HistorySnippet {

    private HistorySnippet() {}

    static String of(List<Transaction> history, int batchSize) {
        StringBuilder test = new StringBuilder();
        test.append("    @Test\n    void shrunkHistory() throws SQLException {\n");
        test.append("        assertVaultEqualsTheOracles(new HistoryBuilder()\n");
        for (Transaction transaction : history) {
            test.append("                .").append(of(transaction)).append("\n");
            transaction.changes().forEach(change -> test.append("                .")
                    .append(of(change))
                    .append("\n"));
        }
        return test + "                .history(), " + batchSize + ");\n    }\n";
    }

    private static String of(Transaction transaction) {
        String kind =
                transaction.endsSnapshot() ? "snapshotEnd" : transaction.isSnapshot() ? "snapshotPart" : "transaction";
        return kind + "(" + transaction.stamp().number() + ", "
                + transaction.stamp().loadDate() + "L, \"" + transaction.commitLsn() + "\")";
    }

    private static String of(RowChange change) {
        StringBuilder call = new StringBuilder("change(Operation." + change.operation() + ", ");
        call.append(literal(change.table().table()));
        new TreeMap<>(change.image().columns())
                .forEach((column, value) ->
                        call.append(", ").append(literal(column)).append(", ").append(literal(value)));
        return call.append(")").toString();
    }

    private static String literal(@org.jspecify.annotations.Nullable String value) {
        return value == null
                ? "null"
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + '"';
    }
}

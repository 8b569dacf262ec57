package io.cdcvault.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.oracle.SourceHistory.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shrinking, with planted bugs in place of a database. */
final class HistoryShrinkerTest {

    private static final List<Transaction> HISTORY = SourceHistory.of(3, 150);

    @Test
    void historyShrinksToTheTransactionAndTheChangesThatFail() {
        assertThat(mishandlesADeletion(HISTORY)).isTrue();

        List<Transaction> small = new HistoryShrinker(HistoryShrinkerTest::mishandlesADeletion, 1_000).shrink(HISTORY);

        assertThat(small).hasSize(1);
        assertThat(small.get(0).changes())
                .extracting(RowChange::operation)
                .containsExactly(Operation.UPDATE, Operation.DELETE);
    }

    @Test
    void historyShrinksToTheTwoTransactionsThatFailTogether() {
        assertThat(forgetsATruncate(HISTORY)).isTrue();

        List<Transaction> small = new HistoryShrinker(HistoryShrinkerTest::forgetsATruncate, 1_000).shrink(HISTORY);

        assertThat(small)
                .extracting(transaction -> transaction.changes().size())
                .containsExactly(1, 1);
    }

    @Test
    void shrinkingEndsWhenItsAttemptsAreUsedUpWithAHistoryThatFails() {
        List<Transaction> small = new HistoryShrinker(HistoryShrinkerTest::mishandlesADeletion, 5).shrink(HISTORY);

        assertThat(mishandlesADeletion(small)).isTrue();
        assertThat(small).hasSizeLessThan(HISTORY.size());
    }

    @Test
    void snippetBuildsTheHistoryAgain() {
        List<Transaction> history = new HistoryBuilder()
                .snapshotEnd(1, 1_700_000_000_000_000L, "0/3E8")
                .change(Operation.READ, "customer", "id", "1", "name", "c\t\\", "city", null)
                .transaction(2, 1_700_000_000_000_001L, "0/4D2")
                .change(Operation.TRUNCATE, "item")
                .history();

        String snippet = HistorySnippet.of(history, 7, OracleHash.EXACT);

        assertThat(snippet)
                .isEqualTo(
                        """
                    @Test
                    void shrunkHistory() throws SQLException {
                        assertVaultEqualsTheOracles(new HistoryBuilder()
                                .snapshotEnd(1, 1700000000000000L, "0/3E8")
                                .change(Operation.READ, "customer", "city", null, "id", "1", "name", "c\\t\\\\")
                                .transaction(2, 1700000000000001L, "0/4D2")
                                .change(Operation.TRUNCATE, "item")
                                .history(), 7, OracleHash.EXACT);
                    }
                """);
    }

    /** As a loader does that takes a deletion after an update in one transaction wrongly. */
    private static boolean mishandlesADeletion(List<Transaction> history) {
        return history.stream().anyMatch(HistoryShrinkerTest::deletesAfterUpdate);
    }

    /** As one does that forgets a truncate when something is inserted in a later transaction. */
    private static boolean forgetsATruncate(List<Transaction> history) {
        int truncated = indexOf(history, Operation.TRUNCATE, 0);
        return truncated >= 0 && indexOf(history, Operation.CREATE, truncated + 1) >= 0;
    }

    private static boolean deletesAfterUpdate(Transaction transaction) {
        int updated = indexOf(transaction, Operation.UPDATE);
        return updated >= 0
                && transaction.changes().stream()
                        .skip(updated)
                        .anyMatch(change -> change.operation() == Operation.DELETE);
    }

    private static int indexOf(List<Transaction> history, Operation operation, int from) {
        for (int i = from; i < history.size(); i++) {
            if (indexOf(history.get(i), operation) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static int indexOf(Transaction transaction, Operation operation) {
        List<Operation> operations =
                transaction.changes().stream().map(RowChange::operation).toList();
        return operations.indexOf(operation);
    }
}

package io.cdcvault.oracle;

import io.cdcvault.change.RowChange;
import io.cdcvault.oracle.SourceHistory.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing history small by leaving out what the failure does not need: first transactions, then the changes in
 * those that remain. Delta debugging: halves, quarters and so on, down to single ones, until none can go.
 */
final class HistoryShrinker {

    private final Predicate<List<Transaction>> fails;
    private int attempts;

    /** @param attempts how often {@code fails} may be asked; the smallest history by then is good enough */
    HistoryShrinker(Predicate<List<Transaction>> fails, int attempts) {
        this.fails = fails;
        this.attempts = attempts;
    }

    /** @param history one that fails; what is returned fails too */
    List<Transaction> shrink(List<Transaction> history) {
        List<Transaction> smaller = withoutNeedless(history, candidate -> candidate);
        for (int i = 0; i < smaller.size(); i++) {
            smaller = withFewerChanges(smaller, i);
        }
        return smaller;
    }

    private List<Transaction> withFewerChanges(List<Transaction> history, int index) {
        Transaction whole = history.get(index);
        List<RowChange> needed = withoutNeedless(whole.changes(), fewer -> with(history, index, fewer));
        return with(history, index, needed);
    }

    private static List<Transaction> with(List<Transaction> history, int index, List<RowChange> changes) {
        Transaction whole = history.get(index);
        List<Transaction> changed = new ArrayList<>(history);
        changed.set(
                index,
                new Transaction(changes, whole.stamp(), whole.commitLsn(), whole.isSnapshot(), whole.endsSnapshot()));
        return changed;
    }

    private interface InContext<T> {
        List<Transaction> history(List<T> parts);
    }

    private <T> List<T> withoutNeedless(List<T> parts, InContext<T> context) {
        List<T> needed = parts;
        for (int size = Math.max(1, needed.size() / 2); size > 0; ) {
            List<T> fewer = withoutPieces(needed, size, context);
            // Once nothing more goes, pieces get smaller; what went may make others needless, of the same size too.
            size = fewer.size() < needed.size() ? Math.min(size, Math.max(1, fewer.size() / 2)) : size / 2;
            needed = fewer;
        }
        return needed;
    }

    private <T> List<T> withoutPieces(List<T> parts, int size, InContext<T> context) {
        List<T> needed = parts;
        for (int from = 0; from < needed.size() && attempts > 0; ) {
            List<T> fewer = new ArrayList<>(needed.subList(0, from));
            fewer.addAll(needed.subList(Math.min(needed.size(), from + size), needed.size()));
            attempts--;
            if (fails.test(context.history(fewer))) {
                needed = fewer;
            } else {
                from += size;
            }
        }
        return needed;
    }
}

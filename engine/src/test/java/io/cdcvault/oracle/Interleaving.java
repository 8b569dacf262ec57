package io.cdcvault.oracle;

import io.cdcvault.oracle.SourceHistory.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** What happens to each of some rows in its order, among what happens to the others. */
final class Interleaving {

    private final List<Deque<List<Step>>> rows = new ArrayList<>();
    private final Random random;

    Interleaving(Random random) {
        this.random = random;
    }

    /** @param events of one row, each of the steps that the log tells it as */
    void add(List<List<Step>> events) {
        rows.add(new ArrayDeque<>(events));
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        rows.removeIf(Deque::isEmpty);
        while (!rows.isEmpty()) {
            steps.addAll(rows.get(random.nextInt(rows.size())).removeFirst());
            rows.removeIf(Deque::isEmpty);
        }
        return steps;
    }
}

package io.cdcvault.oracle;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowImage;
import io.cdcvault.oracle.SourceHistory.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows of one table swap or shift keys that are checked at commit; the log tells whole rows. */
final class KeyHandover {

    private final String table;
    private final Map<String, Map<String, @Nullable String>> content;
    private final Supplier<Map<String, @Nullable String>> rows;
    private final boolean insertionsAreWhole;
    private final Random random;
    private final Interleaving events;

    /**
     * @param content the table's rows by key; becomes what is committed
     * @param rows random ones
     */
    KeyHandover(
            String table,
            Map<String, Map<String, @Nullable String>> content,
            Supplier<Map<String, @Nullable String>> rows,
            boolean insertionsAreWhole,
            Random random) {
        this.table = table;
        this.content = content;
        this.rows = rows;
        this.insertionsAreWhole = insertionsAreWhole;
        this.random = random;
        this.events = new Interleaving(random);
    }

    List<Step> steps() {
        List<Map<String, @Nullable String>> all = new ArrayList<>(content.values());
        Collections.shuffle(all, random);
        List<Map<String, @Nullable String>> some = all.subList(0, Math.min(all.size(), random.nextInt(4)));
        Map<String, @Nullable String> end = rows.get();
        boolean isShift = !some.isEmpty() && !content.containsKey(SourceHistory.key(table, end));
        some.forEach(row -> content.remove(SourceHistory.key(table, row)));
        for (int i = 0; i < some.size(); i++) {
            boolean isLast = i == some.size() - 1;
            move(some.get(i), isLast ? (isShift ? end : some.get(0)) : some.get(i + 1));
        }
        all.subList(0, Math.min(all.size(), 2)).forEach(this::passBy);
        return events.steps();
    }

    private void move(Map<String, @Nullable String> row, Map<String, @Nullable String> keyOf) {
        List<List<Step>> steps = new ArrayList<>();
        Map<String, @Nullable String> current = maybeUpdated(row, steps);
        Map<String, @Nullable String> moved = withKeyOf(keyOf, current);
        Map<String, @Nullable String> told = new HashMap<>(moved);
        if (!insertionsAreWhole && random.nextInt(3) == 0) {
            told.replaceAll((column, value) ->
                    value == null || SourceHistory.KEYS.get(table).contains(column) || !isToasted(column)
                            ? value
                            : RowImage.UNAVAILABLE);
        }
        steps.add(List.of(
                new Step(table, Operation.DELETE, current, null), new Step(table, Operation.CREATE, told, null)));
        Map<String, @Nullable String> last = maybeUpdated(moved, steps);
        content.put(SourceHistory.key(table, last), last);
        events.add(steps);
    }

    private boolean isToasted(String column) {
        return column.equals(SourceHistory.TOASTED.get(table));
    }

    /** A row that is there for a while only. */
    private void passBy(Map<String, @Nullable String> keyOf) {
        if (random.nextBoolean()) {
            return;
        }
        List<List<Step>> steps = new ArrayList<>();
        Map<String, @Nullable String> row = withKeyOf(keyOf, rows.get());
        steps.add(List.of(new Step(table, Operation.CREATE, row, null)));
        Map<String, @Nullable String> last = maybeUpdated(row, steps);
        steps.add(List.of(new Step(table, Operation.DELETE, last, null)));
        events.add(steps);
    }

    private Map<String, @Nullable String> maybeUpdated(Map<String, @Nullable String> row, List<List<Step>> steps) {
        if (random.nextInt(3) > 0) {
            return row;
        }
        Map<String, @Nullable String> updated = withKeyOf(row, rows.get());
        steps.add(List.of(new Step(table, Operation.UPDATE, updated, row)));
        return updated;
    }

    private Map<String, @Nullable String> withKeyOf(
            Map<String, @Nullable String> keyOf, Map<String, @Nullable String> row) {
        Map<String, @Nullable String> moved = new HashMap<>(row);
        SourceHistory.KEYS.get(table).forEach(column -> moved.put(column, keyOf.get(column)));
        return moved;
    }
}

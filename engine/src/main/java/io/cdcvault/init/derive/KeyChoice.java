package io.cdcvault.init.derive;

import static io.cdcvault.init.derive.KeyScore.words;
import static java.util.stream.Collectors.joining;

import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.UniqueKey;
import io.cdcvault.init.derive.Incoming.Reference;
import io.cdcvault.init.derive.Shape.ChosenKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses a table's business key: what foreign keys point at, since a row that refers holds no other; else the key with
 * most meaning.
 */
final class KeyChoice {

    private static final int NAMED = 3;

    private final CatalogTable table;
    private final List<UniqueKey> usable;
    private final List<Reference> incoming;
    private final KeyScore score;

    /** @param usable keys of the table; at least one */
    KeyChoice(CatalogTable table, List<UniqueKey> usable, List<Reference> incoming) {
        this.table = table;
        this.usable = List.copyOf(usable);
        this.incoming = List.copyOf(incoming);
        this.score = new KeyScore(table);
    }

    ChosenKey choose() {
        UniqueKey best = usable.stream()
                .max(preference())
                .orElseThrow(() -> new IllegalArgumentException(table.name() + " has no usable key"));
        List<UniqueKey> others = usable.stream()
                .filter(key -> !columns(key).equals(columns(best)))
                .toList();
        return new ChosenKey(best.columns(), remarks(best, others));
    }

    Comparator<UniqueKey> preference() {
        return Comparator.comparingLong(this::pointers)
                .thenComparingInt(score::of)
                .thenComparing(UniqueKey::isPrimary)
                .thenComparing(UniqueKey::name, Comparator.reverseOrder());
    }

    private List<String> remarks(UniqueKey best, List<UniqueKey> others) {
        List<String> remarks = new ArrayList<>();
        remarks.add(choice(best, others));
        others.stream()
                .filter(key -> !score.isSurrogate(key) && score.isSurrogate(best))
                .filter(key -> pointers(best) > 0)
                .findFirst()
                .ifPresent(natural -> remarks.add("The natural key " + words(natural.columns())
                        + " is an attribute: a row that refers by " + words(best.columns())
                        + " does not hold it, so the vault could not link the two."));
        if (score.isSurrogate(best) && pointers(best) == 0 && others.isEmpty()) {
            remarks.add("It has a meaning in this database only; a unique and not empty natural key would be better.");
        }
        String alternatives = others.stream()
                .map(key -> words(key.columns()) + (key.isPrimary() ? " (the primary key)" : ""))
                .distinct()
                .collect(joining(", "));
        if (!alternatives.isEmpty()) {
            remarks.add((pointers(best) > 0 ? "Other unique keys: " : "Alternatives: ") + alternatives + ".");
        }
        unusable(best).ifPresent(remarks::add);
        return remarks;
    }

    private String choice(UniqueKey best, List<UniqueKey> others) {
        String by = table.name() + ", by " + words(best.columns());
        long pointers = pointers(best);
        if (pointers > 0) {
            String named = incoming.stream()
                    .filter(each -> each.holds(best.columns()))
                    .map(Reference::words)
                    .distinct()
                    .limit(NAMED)
                    .collect(joining(", "));
            return by + ": " + KeyScore.count(Math.toIntExact(pointers), "foreign key")
                    + (pointers == 1 ? " points" : " point") + " at it (" + named + (pointers > NAMED ? ", …" : "")
                    + ").";
        }
        if (others.isEmpty()) {
            return by + (best.isPrimary() ? ", the primary key." : ", its only unique key.");
        }
        return score.isSurrogate(best)
                ? by + (best.isPrimary() ? ", the primary key: " : ": ") + "no other key looks more like a natural one."
                : by + ", a natural key" + (best.isPrimary() ? ", which is the primary key." : ".");
    }

    /** Keys that a person may have expected; not those that only say more than the chosen one. */
    private Optional<String> unusable(UniqueKey best) {
        String names = table.keys().stream()
                .filter(key -> !usable.contains(key) && !key.columns().containsAll(best.columns()))
                .map(key -> key.name() + why(key))
                .collect(joining(", "));
        return names.isEmpty() ? Optional.empty() : Optional.of("Not usable: " + names + ".");
    }

    private static String why(UniqueKey key) {
        if (!key.isWhole()) {
            return " (over some rows or over expressions)";
        }
        return key.isImmediate() ? " (may be empty, or is not in the stream)" : " (deferrable)";
    }

    private long pointers(UniqueKey key) {
        return incoming.stream().filter(each -> each.holds(key.columns())).count();
    }

    private static Set<String> columns(UniqueKey key) {
        return Set.copyOf(key.columns());
    }
}

package io.cdcvault.init.derive;

import static io.cdcvault.init.derive.KeyScore.words;
import static java.util.stream.Collectors.joining;

import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.UniqueKey;
import io.cdcvault.init.derive.Incoming.Reference;
import io.cdcvault.init.derive.KeyQuestion.Option;
import io.cdcvault.init.derive.Shape.ChosenKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Chooses a table's business key: what foreign keys point at, since a row that refers holds no other; else the key with
 * most meaning.
 */
final class KeyChoice {

    private static final int NAMED = 3;

    private final CatalogTable table;
    private final List<UniqueKey> usable;
    private final List<Reference> incoming;
    private final Function<UniqueKey, String> obstacle;
    private final KeyScore score;

    /**
     * @param usable keys of the table; at least one
     * @param obstacle why a natural key is not chosen, in words that follow it
     */
    KeyChoice(
            CatalogTable table,
            List<UniqueKey> usable,
            List<Reference> incoming,
            Function<UniqueKey, String> obstacle) {
        this.obstacle = obstacle;
        this.table = table;
        this.usable = List.copyOf(usable);
        this.incoming = List.copyOf(incoming);
        this.score = new KeyScore(table);
    }

    ChosenKey choose() {
        UniqueKey best = best();
        return chosen(best, remarks(best, others(best)));
    }

    /** The key with these columns, which a person has chosen; the one with most meaning when there is none. */
    ChosenKey choose(List<String> columns) {
        return usable.stream()
                .filter(key -> columns(key).equals(Set.copyOf(columns)))
                .findFirst()
                .map(key -> chosen(key, List.of(byPerson(key))))
                .orElseGet(this::choose);
    }

    /** The keys to choose from, the one with most meaning first. */
    List<Option> options() {
        UniqueKey best = best();
        List<Option> options = new ArrayList<>();
        options.add(option(best));
        others(best).stream().sorted(preference().reversed()).map(this::option).forEach(options::add);
        return options.stream().distinct().toList();
    }

    private Option option(UniqueKey key) {
        List<String> remarks = new ArrayList<>();
        if (key.isPrimary()) {
            remarks.add("the primary key");
        }
        if (score.isSurrogate(key)) {
            remarks.add("of this database only");
        }
        if (pointers(key) > 0) {
            remarks.add(KeyScore.count(Math.toIntExact(pointers(key)), "foreign key")
                    + (pointers(key) == 1 ? " points at it" : " point at it"));
        }
        return new Option(key.columns(), String.join(", ", remarks));
    }

    private String byPerson(UniqueKey key) {
        String alternatives = others(key).stream()
                .map(other -> words(other.columns()))
                .distinct()
                .collect(joining(", "));
        return table.name() + ", by " + words(key.columns()) + ", as was chosen"
                + (alternatives.isEmpty() ? "." : "; other unique keys: " + alternatives + ".");
    }

    private UniqueKey best() {
        return usable.stream()
                .max(preference())
                .orElseThrow(() -> new IllegalArgumentException(table.name() + " has no usable key"));
    }

    private static ChosenKey chosen(UniqueKey key, List<String> remarks) {
        return new ChosenKey(key.columns(), remarks);
    }

    private List<UniqueKey> others(UniqueKey best) {
        return usable.stream()
                .filter(key -> !columns(key).equals(columns(best)))
                .toList();
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
                .ifPresent(natural -> remarks.add("The natural key " + words(natural.columns()) + " is an attribute: "
                        + obstacle.apply(natural)));
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

package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.catalog.UniqueKey;
import io.cdcvault.init.derive.Incoming.Reference;
import io.cdcvault.schema.model.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tables that a vault knows by a natural key though foreign keys point at a surrogate one: each of these is followed as
 * a reference of the model. What a reference cannot be an end of, as a relation of surrogate keys, keeps its table from
 * that.
 */
final class Referable {

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

    private final Map<TableName, CatalogTable> tables = new TreeMap<>();
    private final Map<TableName, UniqueKey> natural = new HashMap<>();
    private final Incoming incoming;
    private final UsableKeys keys;
    private final Choices choices;

    private Referable(Collection<CatalogTable> tables, Incoming incoming, UsableKeys keys, Choices choices) {
        this.incoming = incoming;
        this.keys = keys;
        this.choices = choices;
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    /** Those among these tables. */
    static Referable among(Collection<CatalogTable> tables, Incoming incoming, UsableKeys keys, Choices choices) {
        Referable referable = new Referable(tables, incoming, keys, choices);
        tables.forEach(table -> referable.naturalKey(table).ifPresent(key -> referable.natural.put(table.name(), key)));
        return referable;
    }

    /** None of them: the vault knows tables by what foreign keys point at. */
    static Referable none(UsableKeys keys, Choices choices) {
        return new Referable(List.of(), new Incoming(List.of()), keys, choices);
    }

    boolean contains(TableName table) {
        return natural.containsKey(table);
    }

    /** The key to know a table by although no row that refers holds it. */
    private Optional<UniqueKey> naturalKey(CatalogTable table) {
        KeyScore score = new KeyScore(table);
        List<Reference> references = incoming.to(table.name());
        Optional<List<String>> chosen = choices.key(table.name());
        return keys.of(table).stream()
                .filter(key -> chosen.isEmpty() || Set.copyOf(chosen.get()).equals(Set.copyOf(key.columns())))
                .max(new KeyChoice(table, keys.of(table), List.of(), key -> "").preference())
                .filter(best -> chosen.isPresent() || !score.isSurrogate(best))
                .filter(best -> !references.isEmpty() && !isOfReferences(table))
                .filter(best -> references.stream().noneMatch(each -> each.holds(best.columns())))
                .filter(best -> referring(table).stream().noneMatch(best.columns()::contains))
                .filter(best -> references.stream().allMatch(each -> isPlain(each, table)));
    }

    /**
     * Why a table is not known by a natural key of its own that no row which refers to it holds, in words that follow
     * it.
     */
    String obstacle(CatalogTable table, UniqueKey natural) {
        if (referring(table).stream().anyMatch(natural.columns()::contains)) {
            return "it is made of what the row refers to by foreign keys, and these hold no natural key either.";
        }
        return incoming.to(table.name()).stream()
                .filter(each -> !isPlain(each, table))
                .findFirst()
                .map(each -> each.from().table() + " refers to the row by "
                        + KeyScore.words(each.key().columns())
                        + ", which is a part of its own key or of another foreign key, and a link cannot follow that to"
                        + " a key that stands elsewhere.")
                .orElse("a row that refers to it does not hold it, so the vault could not link the two.");
    }

    /** Whether a row that refers is a thing of its own, and refers by one column that says nothing else. */
    private boolean isPlain(Reference reference, CatalogTable target) {
        CatalogTable from = tables.get(reference.from());
        ForeignKey key = reference.key();
        if (from == null
                || key.columns().size() != 1
                || isOfReferences(from)
                || keys.of(from).isEmpty()) {
            return false;
        }
        String column = key.columns().get(0);
        CatalogColumn own = from.column(column);
        CatalogColumn theirs = target.column(key.targetColumns().get(0));
        return keys.isPublished(own)
                && keys.isPublished(theirs)
                && compare(own.type().held(), theirs.type().held())
                && from.keys().stream().noneMatch(each -> each.columns().contains(column))
                && from.foreignKeys().stream()
                        .noneMatch(
                                other -> !other.equals(key) && other.columns().contains(column));
    }

    /** Whether the primary key leads to other tables: the row is a part of another, or a relation. */
    private static boolean isOfReferences(CatalogTable table) {
        Set<String> referring = referring(table);
        return table.primaryKey()
                .filter(key -> referring.containsAll(key.columns()))
                .isPresent();
    }

    private static Set<String> referring(CatalogTable table) {
        Set<String> columns = new HashSet<>();
        table.foreignKeys().forEach(key -> columns.addAll(key.columns()));
        return columns;
    }

    private static boolean compare(String one, String other) {
        return one.equals(other) || (INTEGERS.contains(one) && INTEGERS.contains(other));
    }
}

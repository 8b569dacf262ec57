package io.cdcvault.drift;

import io.cdcvault.schema.model.TableName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the model wants of a source table.
 *
 * @param columns that feed the vault
 * @param ignored columns that the model leaves out on purpose
 * @param identity the columns that identify a row in the vault
 * @param followed whether the vault finds a row again whose identity changes, by columns that the log identifies it by
 */
public record MappedTable(
        TableName name,
        Set<String> columns,
        Set<String> ignored,
        List<String> identity,
        Predicate<Set<String>> followed) {

    public MappedTable {
        columns = Set.copyOf(columns);
        ignored = Set.copyOf(ignored);
        identity = List.copyOf(identity);
    }

    /** With the columns that identify a row among those that feed the vault. */
    public static MappedTable of(
            TableName name, Collection<String> columns, List<String> identity, Predicate<Set<String>> followed) {
        Set<String> all = new LinkedHashSet<>(columns);
        all.addAll(identity);
        return new MappedTable(name, all, Set.of(), identity, followed);
    }

    /** The same, with columns that the model leaves out on purpose. */
    public MappedTable ignoring(Collection<String> leftOut) {
        return new MappedTable(name, columns, Set.copyOf(leftOut), identity, followed);
    }

    boolean knows(String column) {
        return columns.contains(column) || ignored.contains(column);
    }

    /** Whether no two rows of the source can be one in the vault, as its unique keys say. */
    boolean isUniqueIn(TableFacts facts) {
        return facts.keys().stream()
                .filter(key -> !key.isNullable() || key.columns().size() == 1)
                .anyMatch(key -> identity.containsAll(key.columns()));
    }
}

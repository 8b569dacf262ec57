package io.cdcvault.drift;

import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Dropped;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.model.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the model wants of a source table.
 *
 * @param columns that feed the vault
 * @param optional those of them that the table may lack
 * @param ignored columns that the model leaves out on purpose
 * @param identity the columns that identify a row in the vault
 * @param plain those of them that do as they are, and not only by what an expression makes of them
 * @param followed whether the vault finds a row again whose identity changes, by columns that the log identifies it by
 */
public record MappedTable(
        TableName name,
        Set<String> columns,
        Set<String> optional,
        Set<String> ignored,
        List<String> identity,
        List<String> plain,
        Predicate<Set<String>> followed) {

    public MappedTable {
        columns = Set.copyOf(columns);
        optional = Set.copyOf(optional);
        ignored = Set.copyOf(ignored);
        identity = List.copyOf(identity);
        plain = List.copyOf(plain);
    }

    /** With the columns that identify a row among those that feed the vault. */
    public static MappedTable of(
            TableName name, Collection<String> columns, List<String> identity, Predicate<Set<String>> followed) {
        Set<String> all = new LinkedHashSet<>(columns);
        all.addAll(identity);
        return new MappedTable(name, all, Set.of(), Set.of(), identity, identity, followed);
    }

    /** The same, where only these columns identify a row as they are. */
    public MappedTable computing(List<String> asTheyAre) {
        return new MappedTable(name, columns, optional, ignored, identity, asTheyAre, followed);
    }

    /** The same, with columns that the model leaves out on purpose. */
    public MappedTable ignoring(Collection<String> leftOut) {
        return new MappedTable(name, columns, optional, Set.copyOf(leftOut), identity, plain, followed);
    }

    /** The same, where the table may lack some columns. */
    public MappedTable lacking(Collection<String> some) {
        return new MappedTable(name, columns, Set.copyOf(some), ignored, identity, plain, followed);
    }

    /**
     * What the model wants as it follows the source's columns.
     *
     * @param filled new columns that rows have values in
     */
    MappedTable following(List<ColumnChange> changes, Set<String> filled) {
        Map<String, String> newNames = new HashMap<>();
        Map<String, String> oldNames = new HashMap<>();
        Set<String> gone = new HashSet<>();
        Set<String> added = new HashSet<>();
        for (ColumnChange change : changes) {
            if (change instanceof Renamed renamed) {
                newNames.put(renamed.column(), renamed.newName());
                oldNames.put(renamed.newName(), renamed.column());
            } else if (change instanceof Added) {
                added.add(change.column());
            } else if (change instanceof Dropped) {
                gone.add(change.column());
            }
        }
        Set<String> wanted = new HashSet<>(filled);
        columns.stream()
                .filter(column -> !gone.contains(column))
                .forEach(column -> wanted.add(newNames.getOrDefault(column, column)));
        added.removeAll(filled);
        added.addAll(ignored);
        return new MappedTable(
                name,
                wanted,
                optional,
                added,
                identity.stream()
                        .map(column -> newNames.getOrDefault(column, column))
                        .toList(),
                plain.stream()
                        .map(column -> newNames.getOrDefault(column, column))
                        .toList(),
                identifying -> followed.test(identifying.stream()
                        .map(column -> oldNames.getOrDefault(column, column))
                        .collect(Collectors.toSet())));
    }

    boolean knows(String column) {
        return columns.contains(column) || ignored.contains(column);
    }

    /** Whether an expression is a part of what identifies a row. */
    boolean isComputed() {
        return !plain.containsAll(identity);
    }

    /** Whether no two rows of the source have the same values in what identifies a row, as its unique keys say. */
    boolean isUniqueIn(TableFacts facts) {
        return isUnique(identity, facts);
    }

    /** Whether no two rows of the source can be one in the vault: an expression may make one value of several. */
    boolean isGuardedIn(TableFacts facts) {
        return isUnique(plain, facts);
    }

    private static boolean isUnique(List<String> identifying, TableFacts facts) {
        return facts.keys().stream()
                .filter(key -> !key.isNullable() || key.columns().size() == 1)
                .anyMatch(key -> identifying.containsAll(key.columns()));
    }
}

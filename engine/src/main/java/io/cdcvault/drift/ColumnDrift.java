package io.cdcvault.drift;

import io.cdcvault.drift.TableFacts.Column;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Dropped;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What became of a table's columns between two looks, as far as the vault can follow. A column keeps its number when it
 * is renamed, and no other ever gets it.
 *
 * @param source as the model has it
 * @param before the facts that are remembered
 * @param came columns that a change carried, whether or not the table still has them
 */
record ColumnDrift(VaultModel model, SourceTable source, TableFacts before, TableFacts now, Set<String> came) {

    /** A column that no longer is there has no type to ask for, and any value has a text. */
    private static final String TYPE_OF_THE_GONE = "text";

    /** The type that the vault has for a column of the source. */
    interface Types {
        String of(TableName table, String column);
    }

    /** In an order in which the model can follow. */
    List<ColumnChange> changes(Types types) {
        if (before.columns().isEmpty()) {
            return List.of();
        }
        List<ColumnChange> changes = new ArrayList<>(now.exists() ? renamed() : List.of());
        VaultModel followed = Evolution.of(model, changes);
        if (now.exists()) {
            Set<String> former = new HashSet<>();
            changes.forEach(change -> former.add(change.column()));
            before.columns().keySet().stream()
                    .filter(column -> !now.columns().containsKey(column) && !former.contains(column))
                    .filter(column -> Evolution.isDescriptive(model, source, column))
                    .sorted()
                    .forEach(column -> changes.add(new Dropped(source.table(), column)));
        }
        added(followed, types, changes::add);
        return changes;
    }

    /** Columns that came with values in the rows that exist, which the log does not show. */
    Set<String> filled(List<ColumnChange> changes) {
        Set<String> filled = new TreeSet<>();
        for (ColumnChange change : changes) {
            Column column = now.columns().get(change.column());
            if (change instanceof Added
                    && column != null
                    && (column.isFilled() || Gaps.isRewritten(before, now) || wasLeftOut(change.column()))) {
                filled.add(change.column());
            }
        }
        return filled;
    }

    /** Loaders take no notice of such a column, also for a moment when it is another one. */
    private boolean wasLeftOut(String column) {
        return before.columns().containsKey(column) && !source.maps(column);
    }

    /** Why rows may have values that were sent under another name than that of the column which holds them now. */
    Optional<String> gap(List<ColumnChange> changes) {
        return changes.stream()
                .filter(change -> change instanceof Added && now.exists())
                .map(ColumnChange::column)
                .filter(column -> !now.columns().containsKey(column))
                .findFirst()
                .map(column -> "had the column " + column + ", which was renamed or dropped before it was noticed");
    }

    /** A column may have got the name that another one had until it was renamed, too. */
    private List<ColumnChange> renamed() {
        List<ColumnChange> renamed = new ArrayList<>();
        Map<String, String> waiting = newNames();
        VaultModel followed = model;
        for (boolean isFound = true; isFound; ) {
            SourceTable present = followed.source(source.table()).orElse(source);
            Optional<Map.Entry<String, String>> next = waiting.entrySet().stream()
                    .filter(names -> !isKnown(present, names.getValue()))
                    .findFirst();
            isFound = next.isPresent();
            if (next.isPresent()) {
                Renamed change = new Renamed(
                        source.table(), next.get().getKey(), next.get().getValue());
                renamed.add(change);
                waiting.remove(change.column());
                followed = Evolution.of(followed, List.of(change));
            }
        }
        return renamed;
    }

    /** Of the columns that feed the vault and are called otherwise than before. */
    private Map<String, String> newNames() {
        Map<String, String> newNames = new TreeMap<>();
        if (before.oid().equals(now.oid())) {
            Map<String, String> names = new HashMap<>();
            now.columns().forEach((name, column) -> names.put(column.number(), name));
            before.columns().forEach((name, column) -> {
                String newName = names.get(column.number());
                if (newName != null && !newName.equals(name) && source.maps(name)) {
                    newNames.put(name, newName);
                }
            });
        }
        return newNames;
    }

    private void added(VaultModel followed, Types types, Consumer<ColumnChange> changes) {
        VaultModel grown = followed;
        for (Map.Entry<String, Column> column : now.columns().entrySet()) {
            String name = column.getKey();
            if (now.exists()
                    && isNew(name, column.getValue())
                    && !isKnown(grown, name)
                    && column.getValue().isPublished()) {
                grown = add(grown, name, types.of(source.table(), name), changes);
            }
        }
        for (String name : came) {
            if (!before.columns().containsKey(name) && !now.columns().containsKey(name) && !isKnown(grown, name)) {
                grown = add(grown, name, TYPE_OF_THE_GONE, changes);
            }
        }
    }

    /** A column comes, too, when the publication begins to send it. */
    private boolean isNew(String name, Column column) {
        Optional<Column> was = before.oid().equals(now.oid())
                ? before.columns().values().stream()
                        .filter(each -> each.number().equals(column.number()))
                        .findFirst()
                : Optional.ofNullable(before.columns().get(name));
        return was.isEmpty() || (before.isPublished() && !was.get().isPublished());
    }

    private VaultModel add(VaultModel grown, String column, String type, Consumer<ColumnChange> changes) {
        SourceTable fed = grown.source(source.table()).orElse(source);
        Added added = Evolution.addition(grown, fed, column, type);
        changes.accept(added);
        return Evolution.of(grown, List.of(added));
    }

    private boolean isKnown(VaultModel present, String column) {
        return isKnown(present.source(source.table()).orElse(source), column);
    }

    private static boolean isKnown(SourceTable present, String column) {
        return present.maps(column) || present.ignored().contains(column);
    }
}

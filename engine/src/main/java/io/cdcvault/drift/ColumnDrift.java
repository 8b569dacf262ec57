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
import java.util.Set;
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
        if (!now.exists() || before.columns().isEmpty()) {
            return List.of();
        }
        List<ColumnChange> changes = new ArrayList<>(renamed());
        Set<String> newNames = new HashSet<>();
        Set<String> oldNames = new HashSet<>();
        for (ColumnChange change : changes) {
            oldNames.add(change.column());
            newNames.add(((Renamed) change).newName());
        }
        before.columns().keySet().stream()
                .filter(column -> !now.columns().containsKey(column) && !oldNames.contains(column))
                .filter(column -> Evolution.isDescriptive(model, source, column))
                .sorted()
                .forEach(column -> changes.add(new Dropped(source.table(), column)));
        added(newNames, types, changes::add);
        return changes;
    }

    /** Columns that came with values in the rows that exist, which the log does not show. */
    Set<String> filled(List<ColumnChange> changes) {
        Set<String> filled = new TreeSet<>();
        for (ColumnChange change : changes) {
            Column column = now.columns().get(change.column());
            if (change instanceof Added && column != null && column.isFilled()) {
                filled.add(change.column());
            }
        }
        return filled;
    }

    private List<ColumnChange> renamed() {
        List<ColumnChange> renamed = new ArrayList<>();
        if (before.oid().equals(now.oid())) {
            Map<String, String> names = new HashMap<>();
            now.columns().forEach((name, column) -> names.put(column.number(), name));
            before.columns().forEach((name, column) -> {
                String newName = names.get(column.number());
                if (newName != null
                        && source.maps(name)
                        && !now.columns().containsKey(name)
                        && !isKnown(newName)
                        && !before.columns().containsKey(newName)) {
                    renamed.add(new Renamed(source.table(), name, newName));
                }
            });
        }
        return renamed;
    }

    private void added(Set<String> newNames, Types types, Consumer<ColumnChange> changes) {
        Set<String> numbers = new HashSet<>();
        if (before.oid().equals(now.oid())) {
            before.columns().values().forEach(column -> numbers.add(column.number()));
        }
        VaultModel grown = model;
        for (Map.Entry<String, Column> column : now.columns().entrySet()) {
            String name = column.getKey();
            boolean isNew = !before.columns().containsKey(name)
                    && !numbers.contains(column.getValue().number());
            if (isNew
                    && !isKnown(name)
                    && !newNames.contains(name)
                    && column.getValue().isPublished()) {
                grown = add(grown, name, types.of(source.table(), name), changes);
            }
        }
        for (String name : came) {
            if (!before.columns().containsKey(name) && !now.columns().containsKey(name) && !isKnown(name)) {
                grown = add(grown, name, TYPE_OF_THE_GONE, changes);
            }
        }
    }

    private VaultModel add(VaultModel grown, String column, String type, Consumer<ColumnChange> changes) {
        SourceTable fed = grown.source(source.table()).orElse(source);
        Added added = Evolution.addition(grown, fed, column, type);
        changes.accept(added);
        return Evolution.of(grown, List.of(added));
    }

    private boolean isKnown(String column) {
        return source.maps(column) || source.ignored().contains(column);
    }
}

package io.cdcvault.init;

import io.cdcvault.catalog.Catalog;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.CatalogTable.Kind;
import io.cdcvault.catalog.CatalogTable.ReplicaIdentity;
import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.catalog.UniqueKey;
import io.cdcvault.init.derive.Derivation;
import io.cdcvault.init.derive.DerivedModel;
import io.cdcvault.init.derive.LeftOut;
import io.cdcvault.init.derive.Remarks;
import io.cdcvault.init.write.ModelText;
import io.cdcvault.schema.evolution.ColumnChange.TableAdded;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table of the source that an existing model shall have. It is derived as a first model would be; where it refers to
 * tables of the model by what these are identified by, it is linked to their hubs.
 *
 * @param added with the parts of the model; empty when the table cannot be loaded
 * @param leftOut why not
 */
public record NewTable(Optional<TableAdded> added, Optional<LeftOut> leftOut) {

    /**
     * Derives what becomes of a table.
     *
     * @param catalog with the table, and with those of the model
     * @param model without the table
     */
    public static NewTable of(Catalog catalog, TableName name, VaultModel model) {
        Map<TableName, CatalogTable> tables = new TreeMap<>();
        catalog.tables().forEach(table -> tables.put(table.name(), table));
        CatalogTable table = tables.get(name);
        if (table == null) {
            return new NewTable(Optional.empty(), Optional.empty());
        }
        Map<TableName, CatalogTable> derivable = new TreeMap<>();
        List<ForeignKey> keys = new ArrayList<>();
        for (ForeignKey key : table.foreignKeys()) {
            Optional<ForeignKey> onto = key.target().equals(name) ? Optional.of(key) : onto(key, model);
            CatalogTable target = tables.get(key.target());
            if (onto.isPresent() && target != null) {
                keys.add(onto.get());
                derivable.put(key.target(), identifiedBy(target, onto.get().targetColumns()));
            }
        }
        derivable.put(name, with(table, keys));
        DerivedModel derived = Derivation.of(
                new Catalog(catalog.database(), catalog.publishesStored(), List.copyOf(derivable.values())),
                model.settings().hash());
        return derived.model()
                .source(name)
                .map(source -> new NewTable(Optional.of(added(derived.model(), source, model)), Optional.empty()))
                .orElseGet(() -> new NewTable(
                        Optional.empty(),
                        derived.leftOut().stream()
                                .filter(left -> left.table().equals(name))
                                .findFirst()));
    }

    private static TableAdded added(VaultModel derived, SourceTable source, VaultModel model) {
        VaultModel part = new Transplant(derived, source, model).part();
        return new TableAdded(source.table(), ModelText.of(new DerivedModel(part, Remarks.none(), List.of())));
    }

    /** The part of a foreign key that refers to what identifies the target's rows in the model. */
    private static Optional<ForeignKey> onto(ForeignKey key, VaultModel model) {
        return model.source(key.target())
                .flatMap(NewTable::ownHub)
                .map(feed -> List.copyOf(feed.columns().values()))
                .filter(key.targetColumns()::containsAll)
                .map(key::onto);
    }

    /** How a table feeds the hub that its rows are. */
    static Optional<HubFeed> ownHub(SourceTable source) {
        return source.hubs().stream()
                .filter(feed -> feed.role().equals(source.row()) && feed.hub().equals(source.row()))
                .findFirst();
    }

    /** A table of the model: what else it has and refers to, the model knows. */
    private static CatalogTable identifiedBy(CatalogTable table, List<String> columns) {
        Set<String> wanted = new HashSet<>(columns);
        return new CatalogTable(
                table.name(),
                Kind.TABLE,
                true,
                ReplicaIdentity.DEFAULT,
                table.columns().stream()
                        .filter(column -> wanted.contains(column.name()))
                        .toList(),
                List.of(new UniqueKey("key", columns, true, true, true, true)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static CatalogTable with(CatalogTable table, List<ForeignKey> foreignKeys) {
        return new CatalogTable(
                table.name(),
                table.kind(),
                table.isLogged(),
                table.identity(),
                table.columns(),
                table.keys(),
                foreignKeys,
                table.partitions(),
                table.extension(),
                table.isHidden());
    }
}

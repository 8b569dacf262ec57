package io.cdcvault.init.derive;

import io.cdcvault.catalog.Catalog;
import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogColumn.Generation;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.CatalogTable.Kind;
import io.cdcvault.catalog.CatalogTable.ReplicaIdentity;
import io.cdcvault.catalog.CatalogType;
import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.catalog.UniqueKey;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A table of a catalog, written down for a test. */
final class TableSketch {

    private final TableName name;
    private final List<CatalogColumn> columns = new ArrayList<>();
    private final List<UniqueKey> keys = new ArrayList<>();
    private final List<ForeignKey> foreignKeys = new ArrayList<>();
    private Kind kind = Kind.TABLE;
    private ReplicaIdentity identity = ReplicaIdentity.DEFAULT;
    private boolean isLogged = true;
    private boolean isHidden;
    private Optional<String> extension = Optional.empty();
    private Optional<String> partitions = Optional.empty();

    private TableSketch(TableName name) {
        this.name = name;
    }

    static TableSketch table(String name) {
        return new TableSketch(new TableName("shop", name));
    }

    static TableSketch table(TableName name) {
        return new TableSketch(name);
    }

    static Catalog catalog(TableSketch... tables) {
        return new Catalog(
                "shop",
                true,
                Arrays.stream(tables)
                        .map(TableSketch::build)
                        .sorted(Comparator.comparing(CatalogTable::name))
                        .toList());
    }

    /** Not null, and of one of PostgreSQL's own types. */
    TableSketch column(String column, String type) {
        return column(new CatalogColumn(column, CatalogType.builtIn(type), true, Generation.NONE, false));
    }

    TableSketch optional(String column, String type) {
        return column(new CatalogColumn(column, CatalogType.builtIn(type), false, Generation.NONE, false));
    }

    TableSketch counted(String column, String type) {
        return column(new CatalogColumn(column, CatalogType.builtIn(type), true, Generation.NONE, true));
    }

    TableSketch generated(String column, Generation generation) {
        return column(new CatalogColumn(column, CatalogType.builtIn("integer"), true, generation, false));
    }

    TableSketch column(CatalogColumn column) {
        columns.add(column);
        return this;
    }

    TableSketch primary(String... of) {
        return key(new UniqueKey(name.table() + "_pkey", List.of(of), true, true, true, false));
    }

    TableSketch unique(String... of) {
        return key(new UniqueKey(String.join("_", of) + "_key", List.of(of), false, true, true, false));
    }

    TableSketch key(UniqueKey key) {
        keys.add(key);
        return this;
    }

    /** By one column to one. */
    TableSketch refers(String column, String target, String targetColumn) {
        return refers(List.of(column), new TableName(name.schema(), target), List.of(targetColumn));
    }

    TableSketch refers(List<String> from, TableName target, List<String> targetColumns) {
        foreignKeys.add(new ForeignKey(String.join("_", from) + "_fkey", target, from, targetColumns));
        return this;
    }

    TableSketch of(Kind other) {
        kind = other;
        return this;
    }

    TableSketch identity(ReplicaIdentity other) {
        identity = other;
        return this;
    }

    TableSketch unlogged() {
        isLogged = false;
        return this;
    }

    TableSketch hidden() {
        isHidden = true;
        return this;
    }

    TableSketch ofExtension(String other) {
        extension = Optional.of(other);
        return this;
    }

    TableSketch partitions(String problem) {
        partitions = Optional.of(problem);
        return this;
    }

    TableName name() {
        return name;
    }

    List<CatalogColumn> columns() {
        return columns;
    }

    CatalogTable build() {
        return new CatalogTable(
                name, kind, isLogged, identity, columns, keys, foreignKeys, partitions, extension, isHidden);
    }
}

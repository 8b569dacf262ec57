package io.cdcvault.init.derive;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.capture.source.QuotedColumns;
import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.CatalogTable.ReplicaIdentity;
import io.cdcvault.catalog.UniqueKey;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a table's changes can be captured and loaded without a decision of a person. */
final class Suitability {

    private static final String BY_HAND =
            "; or map it by hand with a hub of all columns that distinguish its rows: docs/model.md, \"What a row is\"";

    private final UsableKeys keys;

    Suitability(UsableKeys keys) {
        this.keys = keys;
    }

    /** Why a table is left out; empty when it need not be. */
    Optional<LeftOut> refusal(CatalogTable table) {
        return kind(table)
                .or(() -> extension(table))
                .or(() -> logging(table))
                .or(() -> spelling(table))
                .or(() -> quotes(table))
                .or(() -> identity(table))
                .or(() -> generated(table))
                .or(() -> key(table));
    }

    private static Optional<LeftOut> kind(CatalogTable table) {
        return switch (table.kind()) {
            case TABLE, PARTITIONED_TABLE -> Optional.empty();
            case VIEW -> leave(table, "is a view and has no changes of its own", "model the tables behind it");
            case MATERIALIZED_VIEW ->
                leave(table, "is a materialized view, whose refreshes are not sent", "model the tables behind it");
            case FOREIGN_TABLE ->
                leave(
                        table,
                        "is a foreign table, whose changes are made elsewhere",
                        "capture them where they are made");
        };
    }

    private static Optional<LeftOut> extension(CatalogTable table) {
        return table.extension()
                .flatMap(name -> leave(
                        table,
                        "belongs to the extension " + name,
                        "nothing, unless its rows are data of yours: then map it by hand"));
    }

    private static Optional<LeftOut> logging(CatalogTable table) {
        if (!table.isLogged()) {
            return leave(table, "is unlogged: its changes are not in the write-ahead log", alter(table, "set logged"));
        }
        return table.partitions()
                .flatMap(problem -> leave(
                        table,
                        problem,
                        problem.contains("unlogged")
                                ? "alter table … set logged, for the partition"
                                : problem.contains("identity")
                                        ? "alter table … replica identity full, for the partition"
                                        : "detach the partition"));
    }

    /** The connector does not distinguish them. */
    private static Optional<LeftOut> spelling(CatalogTable table) {
        Set<String> seen = new HashSet<>();
        return table.columns().stream()
                .map(CatalogColumn::name)
                .filter(column -> !seen.add(column.toLowerCase(Locale.ROOT)))
                .findFirst()
                .flatMap(column -> leave(
                        table,
                        "has the column " + column + " in two spellings, which the connector refuses",
                        "rename one of them"));
    }

    private static Optional<LeftOut> quotes(CatalogTable table) {
        return QuotedColumns.first(
                        table.columns().stream().map(CatalogColumn::name).toList())
                .flatMap(column -> leave(
                        table,
                        "has the column " + column + ", whose name stands in quotes, which the connector takes away",
                        "rename it"));
    }

    private Optional<LeftOut> identity(CatalogTable table) {
        boolean isIdentified =
                switch (table.identity()) {
                    case FULL -> true;
                    case NOTHING -> false;
                    case DEFAULT ->
                        table.primaryKey().filter(UniqueKey::isImmediate).isPresent();
                    case INDEX -> table.keys().stream().anyMatch(key -> key.isIdentity() && key.isImmediate());
                };
        if (isIdentified) {
            return Optional.empty();
        }
        boolean hasKey = !keys.of(table).isEmpty();
        boolean hasPrimaryKey =
                table.primaryKey().filter(UniqueKey::isImmediate).isPresent();
        String identify = alter(table, hasPrimaryKey ? "replica identity default" : "replica identity full");
        if (hasKey) {
            String reason = table.primaryKey().isPresent() && table.identity() == ReplicaIdentity.DEFAULT
                    ? "has a deferrable primary key, which is no replica identity"
                    : "has no usable replica identity";
            return leave(table, reason + ": the source would refuse to update and delete its rows", identify);
        }
        return leave(
                table,
                table.keys().isEmpty()
                        ? "has no key: nothing identifies its rows"
                        : "has no usable key: a key that may be empty, is deferrable, or holds for some rows or for"
                                + " expressions identifies none",
                alter(table, "add primary key (…)") + BY_HAND + ", after " + identify);
    }

    /**
     * PostgreSQL refuses to update rows whose identity holds a column that is not sent. Where it can publish none,
     * which is before version 18, it accepts the whole row as an identity.
     */
    private Optional<LeftOut> generated(CatalogTable table) {
        boolean isFull = table.identity() == ReplicaIdentity.FULL && keys.publishesStored();
        List<String> unsent = table.columns().stream()
                .filter(column -> !keys.isPublished(column))
                .map(CatalogColumn::name)
                .filter(column -> isFull || table.identifyingColumns().contains(column))
                .toList();
        boolean hasPrimaryKey = isFull && keys.of(table).stream().anyMatch(UniqueKey::isPrimary);
        return unsent.isEmpty()
                ? Optional.empty()
                : leave(
                        table,
                        "has a replica identity with a generated column that is not sent, " + String.join(", ", unsent),
                        hasPrimaryKey
                                ? alter(table, "replica identity default")
                                : "let a key without generated columns be the replica identity");
    }

    private Optional<LeftOut> key(CatalogTable table) {
        if (!keys.of(table).isEmpty()) {
            return Optional.empty();
        }
        List<UniqueKey> all = table.keys();
        return leave(
                table,
                all.isEmpty()
                        ? "has no key: nothing identifies its rows"
                        : "has no usable key: a key that may be empty, is deferrable, or holds for some rows or for"
                                + " expressions identifies none",
                alter(table, "add primary key (…)") + BY_HAND);
    }

    private static String alter(CatalogTable table, String change) {
        return "alter table " + quoted(table.name()) + " " + change;
    }

    private static Optional<LeftOut> leave(CatalogTable table, String reason, String remedy) {
        return Optional.of(new LeftOut(table.name(), reason, remedy));
    }
}

package io.cdcvault.service;

import io.cdcvault.capture.CaptureScope;
import io.cdcvault.capture.SourceCatalog;
import io.cdcvault.capture.SourceDatabase;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Works out what is captured, from the model and what the master says about its tables. */
final class CaptureScopes {

    private final Installation installation;
    private final SourceDatabase source;
    private final SourceCatalog catalog;

    CaptureScopes(Installation installation, SourceDatabase source) {
        this.installation = installation;
        this.source = source;
        this.catalog = source.catalog();
    }

    /**
     * The scope.
     *
     * @param tables published
     * @throws CdcVaultException when the model needs a column that is not published
     */
    CaptureScope scope(List<TableName> tables) {
        Map<TableName, List<String>> unpublished =
                catalog.unpublishedColumns(installation.settings().source().publication());
        unpublished.forEach(this::requireNotNeeded);
        Map<TableName, List<String>> parents = new TreeMap<>();
        catalog.parents().forEach((table, columns) -> {
            if (tables.contains(table)) {
                parents.put(table, without(columns, unpublished.getOrDefault(table, List.of())));
            }
        });
        return new CaptureScope(tables, keys(tables), unpublished, parents);
    }

    /** Where it is not the primary key that identifies a row: what the replica identity, or else the model, says. */
    private Map<TableName, List<String>> keys(List<TableName> tables) {
        Map<TableName, List<String>> keys = new TreeMap<>();
        for (TableName table : source.withoutPrimaryKey(installation.tables())) {
            installation.model().source(table).ifPresent(mapping -> keys.put(table, rowKey(mapping)));
        }
        catalog.primaryKeysUnderFullIdentity().forEach((table, primaryKey) -> installation
                .model()
                .source(table)
                .map(this::rowKey)
                .filter(rowKey -> !primaryKey.containsAll(rowKey))
                // A change of the business key is then told as the end of one row and the beginning of another.
                .ifPresent(rowKey -> keys.put(table, rowKey)));
        catalog.identityIndexes().forEach((table, columns) -> {
            if (tables.contains(table)) {
                keys.put(table, columns);
            }
        });
        return keys;
    }

    private List<String> rowKey(SourceTable mapping) {
        return mapping.hubs().stream()
                .filter(feed -> !installation.model().isHub(mapping.row())
                        || feed.role().equals(mapping.row()))
                .map(HubFeed::columns)
                .flatMap(columns -> columns.values().stream())
                .distinct()
                .toList();
    }

    private void requireNotNeeded(TableName table, List<String> unpublished) {
        List<String> needed = installation.model().source(table).stream()
                .flatMap(CaptureScopes::columns)
                .filter(unpublished::contains)
                .distinct()
                .toList();
        if (!needed.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    "The publication " + installation.settings().source().publication() + " does not publish "
                            + String.join(", ", needed) + " of " + table
                            + ", which the model needs. Stored generated columns are published from PostgreSQL 18 on,"
                            + " with publish_generated_columns = stored; virtual ones never are");
        }
    }

    private static Stream<String> columns(SourceTable mapping) {
        return Stream.concat(
                        mapping.hubs().stream().map(HubFeed::columns),
                        mapping.satellites().stream().map(SourceTable.SatelliteFeed::columns))
                .flatMap(columns -> columns.values().stream());
    }

    private static List<String> without(List<String> columns, List<String> left) {
        List<String> kept = new ArrayList<>(columns);
        kept.removeAll(left);
        return kept;
    }
}

package io.cdcvault.service;

import io.cdcvault.capture.connector.CaptureScope;
import io.cdcvault.capture.source.SourceCatalog;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** @param tables all that are to be captured */
    CaptureScope scope(List<TableName> tables) {
        Map<TableName, List<String>> unpublished =
                catalog.unpublishedColumns(source.settings().source().publication());
        Map<TableName, List<String>> parents = new TreeMap<>();
        catalog.parents().forEach((table, columns) -> {
            if (tables.contains(table)) {
                parents.put(table, without(columns, unpublished.getOrDefault(table, List.of())));
            }
        });
        return new CaptureScope(tables, keys(tables), unpublished, parents);
    }

    /** The columns that identify a table's rows in what is captured. */
    List<String> key(TableName table) {
        List<String> particular = keys(List.of(table)).get(table);
        return particular != null ? particular : catalog.primaryKey(table);
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
                // A change of the business key then arrives as the end of one row and the beginning of another.
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
                .flatMap(fed -> mapping.sourceColumns(fed).stream())
                .distinct()
                .toList();
    }

    private static List<String> without(List<String> columns, List<String> left) {
        List<String> kept = new ArrayList<>(columns);
        kept.removeAll(left);
        return kept;
    }
}

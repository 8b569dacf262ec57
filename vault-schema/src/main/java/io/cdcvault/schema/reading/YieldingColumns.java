package io.cdcvault.schema.reading;

import static java.util.stream.Collectors.toMap;

import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.ddl.ViewNames;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.Share;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Keys and attributes that are called like a column that the vault makes beside them, such as {@code load_dts}: they
 * have their table's entity in front of their name in the vault, as those have that {@code init} derives. Any other
 * keeps its name.
 *
 * <p>Why: docs/decisions/0044-what-a-model-names-gives-way-to-the-vault.md
 */
final class YieldingColumns {

    private static final int LONGEST = 63;

    private final Report report;

    YieldingColumns(Report report) {
        this.report = report;
    }

    VaultModel of(VaultModel model) {
        Map<String, TableShape> tables = VaultTables.of(Resolved.part(model)).stream()
                .collect(toMap(TableShape::name, Function.identity(), (first, second) -> first));
        Map<String, Map<String, String>> names = new HashMap<>();
        model.hubs().forEach(hub -> collect(tables, hub.name(), hub.businessKey(), Set.of(), names));
        model.satellites().forEach(satellite -> {
            List<Column> columns = new ArrayList<>(satellite.childKey());
            columns.addAll(satellite.attributes());
            // One that becomes its table's row may hold values in a column that is called so, which would be taken for
            // lives: it is refused.
            Set<String> staying = satellite.isMultiActive()
                    ? Set.of()
                    : Set.of(model.settings().naming().isActive());
            collect(tables, satellite.name(), columns, staying, names);
        });
        return names.isEmpty() ? model : renamed(model, names);
    }

    private static void collect(
            Map<String, TableShape> tables,
            String element,
            List<Column> columns,
            Set<String> staying,
            Map<String, Map<String, String>> names) {
        TableShape table = tables.get(element);
        if (table == null) {
            return;
        }
        List<String> own = new ArrayList<>(table.columnNames());
        own.addAll(ViewNames.addedColumns(table, Share.ALL));
        // Each once: what is there twice is also the vault's.
        columns.forEach(column -> own.remove(column.name()));
        Set<String> taken = new HashSet<>(own);
        columns.forEach(column -> taken.add(column.name()));
        Map<String, String> renamed = new LinkedHashMap<>();
        columns.stream()
                .map(Column::name)
                .filter(name -> own.contains(name) && !staying.contains(name))
                .forEach(name -> renamed.put(name, free(element, name, taken)));
        if (!renamed.isEmpty()) {
            names.put(element, renamed);
        }
    }

    private static String free(String element, String column, Set<String> taken) {
        String wanted = Naming.entity(element) + "_" + column;
        String free = FittingName.within(LONGEST, wanted);
        for (int nth = 2; !taken.add(free); nth++) {
            free = FittingName.within(LONGEST, wanted + "_" + nth);
        }
        return free;
    }

    private VaultModel renamed(VaultModel model, Map<String, Map<String, String>> names) {
        return new VaultModel(
                model.name(),
                model.settings(),
                model.hubs().stream()
                        .map(hub -> report.moved(
                                hub, new Hub(hub.name(), columns(hub.businessKey(), of(hub.name(), names)))))
                        .toList(),
                model.links(),
                model.satellites().stream()
                        .map(satellite -> report.moved(satellite, renamed(satellite, of(satellite.name(), names))))
                        .toList(),
                model.sources().stream()
                        .map(source -> report.moved(source, renamed(source, names)))
                        .toList());
    }

    private Satellite renamed(Satellite satellite, Map<String, String> names) {
        return new Satellite(
                satellite.name(),
                satellite.parent(),
                columns(satellite.attributes(), names),
                columns(satellite.childKey(), names));
    }

    private SourceTable renamed(SourceTable source, Map<String, Map<String, String>> names) {
        return source.with(
                source.hubs().stream()
                        .map(feed -> report.moved(
                                feed,
                                new HubFeed(feed.role(), feed.hub(), feeds(feed.columns(), of(feed.hub(), names)))))
                        .toList(),
                source.satellites().stream()
                        .map(feed -> report.moved(
                                feed,
                                new SatelliteFeed(
                                        feed.satellite(),
                                        feed.parentRole(),
                                        feeds(feed.columns(), of(feed.satellite(), names)))))
                        .toList());
    }

    private List<Column> columns(List<Column> columns, Map<String, String> names) {
        return columns.stream()
                .map(column -> report.moved(
                        column, new Column(names.getOrDefault(column.name(), column.name()), column.type())))
                .toList();
    }

    private static Map<String, String> feeds(Map<String, String> columns, Map<String, String> names) {
        Map<String, String> renamed = new LinkedHashMap<>();
        columns.forEach((to, from) -> renamed.put(names.getOrDefault(to, to), from));
        return renamed;
    }

    private static Map<String, String> of(String element, Map<String, Map<String, String>> names) {
        return names.getOrDefault(element, Map.of());
    }
}

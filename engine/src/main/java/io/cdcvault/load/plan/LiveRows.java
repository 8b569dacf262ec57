package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Schema;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The rows of a source table that exist as far as the vault knows, by the staged columns that identify them. */
final class LiveRows {

    private final VaultModel model;
    private final Schema schema;
    private final SourceTable source;
    private final Staging staging;
    private final Naming naming;

    LiveRows(VaultModel model, Schema schema, SourceTable source, Staging staging) {
        this.model = model;
        this.schema = schema;
        this.source = source;
        this.staging = staging;
        this.naming = model.settings().naming();
    }

    /** Columns by the staged columns' names, the same for every row. */
    Select<?> select() {
        if (model.isHub(source.row())) {
            return ofHub(model.hub(source.row()));
        }
        return model.isLink(source.row()) ? ofLink(model.link(source.row())) : ofSatellite();
    }

    private Select<?> ofHub(Hub hub) {
        Table<?> hubTable = table(hub.name());
        Table<?> status = table(naming.statusTable(hub));
        Field<Object> newest = newest(status, naming.status(), naming.hashKey(hub), of(hubTable, naming.hashKey(hub)));
        return DSL.select(identifying(source.hubFeed(hub.name()), hubTable).values())
                .from(hubTable)
                .where(newest.eq(inline((Object) "C")));
    }

    private Select<?> ofLink(Link link) {
        Table<?> linkTable = table(link.name());
        Map<String, Field<Object>> columns = new LinkedHashMap<>();
        Table<?> joined = withEnds(link, linkTable, linkTable, columns);
        Table<?> effectivity = table(naming.effectivityTable(link));
        Field<Object> newest =
                newest(effectivity, naming.isActive(), naming.hashKey(link), of(linkTable, naming.hashKey(link)));
        return DSL.select(columns.values()).from(joined).where(newest.eq(inline((Object) true)));
    }

    /** @param columns gets those that identify a row */
    private Table<?> withEnds(Link link, Table<?> linkTable, Table<?> from, Map<String, Field<Object>> columns) {
        LinkFeed feed = source.links().stream()
                .filter(each -> each.link().equals(link.name()))
                .findFirst()
                .orElseThrow();
        Table<?> joined = from;
        for (Link.Role role : link.roles()) {
            Hub hub = model.hub(role.hub());
            Table<?> end = table(hub.name()).as(name(FittingName.of("as " + role.name())));
            Condition sameKey = of(end, naming.hashKey(hub)).eq(of(linkTable, naming.roleKey(role)));
            joined = joined.join(end).on(sameKey);
            identifying(source.hubFeed(Objects.requireNonNull(feed.roles().get(role.name()))), end)
                    .forEach(columns::putIfAbsent);
        }
        return joined;
    }

    private Select<?> ofSatellite() {
        Satellite satellite = model.satellite(source.row());
        SourceTable.SatelliteFeed feed = source.satellites().stream()
                .filter(each -> each.satellite().equals(satellite.name()))
                .findFirst()
                .orElseThrow();
        Table<?> versions = table(satellite.name());
        Table<?> parent = table(satellite.parent());
        String key = parentKey(satellite);
        Map<String, Field<Object>> columns = new LinkedHashMap<>();
        Table<?> joined = versions.join(parent).on(of(parent, key).eq(of(versions, key)));
        if (model.isLink(satellite.parent())) {
            joined = withEnds(model.link(satellite.parent()), parent, joined, columns);
        } else {
            columns.putAll(identifying(source.hubFeed(feed.parentRole()), parent));
        }
        for (Column child : satellite.childKey()) {
            String column = Objects.requireNonNull(feed.columns().get(child.name()));
            columns.putIfAbsent(
                    staging.column(column, child.type()).getName(),
                    of(versions, child.name())
                            .as(staging.column(column, child.type()).getName()));
        }
        return newestVersions(satellite, versions, columns, joined);
    }

    private String parentKey(Satellite satellite) {
        return model.isLink(satellite.parent())
                ? naming.hashKey(model.link(satellite.parent()))
                : naming.hashKey(model.hub(satellite.parent()));
    }

    private Select<?> newestVersions(
            Satellite satellite, Table<?> versions, Map<String, Field<Object>> columns, Table<?> joined) {
        List<Field<?>> key = new ArrayList<>();
        key.add(of(versions, parentKey(satellite)));
        satellite.childKey().forEach(child -> key.add(of(versions, child.name())));
        List<OrderField<?>> newestFirst = new ArrayList<>(key);
        newestFirst.add(of(versions, naming.loadDate()).desc());
        List<Field<?>> values = new ArrayList<>(columns.values());
        values.add(of(versions, naming.isActive()).as("#is_active"));
        Table<?> newest = DSL.select(values)
                .distinctOn(key)
                .from(joined)
                .orderBy(newestFirst)
                .asTable("newest");
        return DSL.select(columns.keySet().stream()
                        .map(column -> of(newest, column))
                        .toList())
                .from(newest)
                .where(field(newest.getQualifiedName().append("#is_active"), Boolean.class));
    }

    private Map<String, Field<Object>> identifying(HubFeed feed, Table<?> hubTable) {
        Map<String, Field<Object>> columns = new LinkedHashMap<>();
        for (Column key : model.hub(feed.hub()).businessKey()) {
            String column = Objects.requireNonNull(feed.columns().get(key.name()));
            String staged = staging.column(column, key.type()).getName();
            columns.put(staged, of(hubTable, key.name()).as(staged));
        }
        return columns;
    }

    private Field<Object> newest(Table<?> versions, String column, String keyColumn, Field<Object> key) {
        return field(DSL.select(of(versions, column))
                .from(versions)
                .where(of(versions, keyColumn).eq(key))
                .orderBy(of(versions, naming.loadDate()).desc())
                .limit(inline(1)));
    }

    private Table<?> table(String table) {
        return Objects.requireNonNull(schema.getTable(table));
    }

    private static Field<Object> of(Table<?> table, String column) {
        return field(table.getQualifiedName().append(column), Object.class);
    }
}

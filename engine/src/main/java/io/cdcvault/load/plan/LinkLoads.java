package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.ResultQuery;
import org.jooq.Schema;
import org.jooq.Select;
import org.jooq.Table;

/** The links that a source table's rows make. */
record LinkLoads(VaultModel model, Schema schema, SourceTable source, VaultKeys keys) {

    void addTo(Map<String, ResultQuery<?>> loads) {
        source.links().stream()
                .sorted(Comparator.comparing(LinkFeed::link))
                .forEach(feed -> loads.put(feed.link(), load(feed, model.link(feed.link()))));
    }

    private ResultQuery<?> load(LinkFeed feed, Link link) {
        Naming naming = model.settings().naming();
        Table<?> target = Objects.requireNonNull(schema.getTable(link.name()));
        Field<Object> key = field(name(naming.hashKey(link)), Object.class);
        List<Field<Object>> columns = new ArrayList<>(List.of(key));
        link.roles().forEach(role -> columns.add(field(name(naming.roleKey(role)), Object.class)));
        return new FirstSighting(
                        target,
                        key,
                        columns,
                        naming,
                        source.recordSource(),
                        keys.recordSource().isPresent())
                .load(mentions(feed, link, key));
    }

    private Select<?> mentions(LinkFeed feed, Link link, Field<Object> key) {
        Naming naming = model.settings().naming();
        List<Field<?>> values = new ArrayList<>();
        values.add(VaultKeys.linkKey(link.name()).as(key));
        link.roles()
                .forEach(role ->
                        values.add(VaultKeys.hubKey(keys.hubFeed(feed, role)).as(naming.roleKey(role))));
        values.add(Staging.LOAD_DATE);
        keys.recordSource().ifPresent(recorded -> values.add(recorded.as(FirstSighting.SOURCE)));
        return select(values)
                .from(LoadPlanCompiler.CHANGES)
                .where(Staging.LIVE)
                .and(VaultKeys.linkKey(link.name()).isNotNull());
    }
}

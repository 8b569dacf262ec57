package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Schema;
import org.jooq.Select;
import org.jooq.Table;

/** The hubs that a source table's rows mention, in any role. */
record HubLoads(VaultModel model, Schema schema, SourceTable source, VaultKeys keys) {

    void addTo(Map<String, ResultQuery<?>> loads) {
        // The same order in every statement: loaders that wait for one another must not do so in a circle.
        source.hubs().stream()
                .map(HubFeed::hub)
                .distinct()
                .sorted()
                .forEach(hub -> loads.put(hub, load(model.hub(hub))));
    }

    private ResultQuery<?> load(Hub hub) {
        Table<?> target = Objects.requireNonNull(schema.getTable(hub.name()));
        return new FirstSighting(
                        target,
                        key(hub),
                        columns(hub),
                        model.settings().naming(),
                        source.recordSource(),
                        keys.recordSource().isPresent())
                .load(mentions(hub));
    }

    private Select<?> mentions(Hub hub) {
        return source.hubs().stream()
                .filter(feed -> feed.hub().equals(hub.name()))
                .<Select<Record>>map(feed -> mention(hub, feed))
                .reduce(Select::unionAll)
                .orElseThrow();
    }

    private Select<Record> mention(Hub hub, HubFeed feed) {
        List<Field<?>> values = new ArrayList<>();
        values.add(VaultKeys.hubKey(feed).as(key(hub)));
        List<Field<Object>> businessKey = keys.businessKey(feed);
        for (int i = 0; i < businessKey.size(); i++) {
            values.add(businessKey.get(i).as(hub.businessKey().get(i).name()));
        }
        values.add(Staging.LOAD_DATE);
        keys.recordSource().ifPresent(recorded -> values.add(recorded.as(FirstSighting.SOURCE)));
        return select(values)
                .from(LoadPlanCompiler.CHANGES)
                .where(Staging.LIVE)
                .and(VaultKeys.hubKey(feed).isNotNull());
    }

    private Field<Object> key(Hub hub) {
        return field(name(model.settings().naming().hashKey(hub)), Object.class);
    }

    private List<Field<Object>> columns(Hub hub) {
        List<Field<Object>> columns = new ArrayList<>();
        columns.add(key(hub));
        hub.businessKey().forEach(column -> columns.add(field(name(column.name()), Object.class)));
        return columns;
    }
}

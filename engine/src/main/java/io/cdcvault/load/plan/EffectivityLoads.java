package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.values;
import static org.jooq.impl.DSL.when;

import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Schema;
import org.jooq.Select;
import org.jooq.Table;

/**
 * The effectivity satellites of a source table's links: when the driving key's link changes, the old one closes and the
 * new one opens at the same load date; when the row goes or an end becomes NULL, the old one just closes.
 */
record EffectivityLoads(VaultModel model, Schema schema, SourceTable source) {

    private static final Table<Record> STATE = table(name("state"));
    private static final Field<Object> DRIVING = field(name("state", "#driving"), Object.class);
    private static final Field<Object> LINK = field(name("state", "#link"), Object.class);
    private static final Field<Object> LINK_BEFORE = field(name("state", "#link_before"), Object.class);
    private static final Field<Integer> NTH = field(name("state", "#nth"), Integer.class);
    private static final Field<Object> NEWEST = field(name("newest", "#link"), Object.class);

    void addTo(Map<String, ResultQuery<?>> loads) {
        source.drivenLinks().forEach(feed -> {
            Link link = model.link(feed.link());
            loads.put(model.settings().naming().effectivityTable(link), load(link));
        });
    }

    private ResultQuery<?> load(Link link) {
        Naming naming = model.settings().naming();
        Table<?> target = Objects.requireNonNull(schema.getTable(naming.effectivityTable(link)));
        Field<Object> before = when(NTH.eq(1), NEWEST).otherwise(LINK_BEFORE);
        Field<Object> event = field(name("event", "link"), Object.class);
        Field<Boolean> opens = field(name("event", "opens"), Boolean.class);
        Table<?> events = values(
                        org.jooq.impl.DSL.row(before, inline(false)), org.jooq.impl.DSL.row(LINK, inline(true)))
                .as("event", "link", "opens");
        return insertInto(target)
                .columns(
                        column(naming.hashKey(link)),
                        column(naming.loadDate()),
                        column(naming.isActive()),
                        column(naming.drivingKey()),
                        column(naming.sourceLsn()))
                .select(select(
                                event,
                                field(name("state", Staging.LOAD_DATE.getName()), Object.class),
                                opens.coerce(Object.class),
                                DRIVING,
                                field(name("state", Staging.LSN.getName()), Object.class))
                        .from(states(link).asTable(STATE))
                        .leftJoin(lateral(newest(target, naming, link).asTable("newest")))
                        .on(trueCondition())
                        .crossJoin(lateral(events))
                        .where(LINK.isDistinctFrom(before))
                        .and(event.isNotNull()))
                .returning(inline(true).as(LoadPlanCompiler.ADDED));
    }

    private static Select<?> states(Link link) {
        Field<Object> driving = VaultKeys.drivingKey(link.name());
        Field<Object> key = when(Staging.LIVE.isTrue(), VaultKeys.linkKey(link.name()));
        return select(
                        driving.as(DRIVING.getUnqualifiedName()),
                        Staging.LOAD_DATE,
                        Staging.LSN,
                        key.as(LINK.getUnqualifiedName()),
                        lag(key).over()
                                .partitionBy(driving)
                                .orderBy(Staging.LOAD_DATE)
                                .as(LINK_BEFORE.getUnqualifiedName()),
                        rowNumber()
                                .over()
                                .partitionBy(driving)
                                .orderBy(Staging.LOAD_DATE)
                                .as(NTH.getUnqualifiedName()))
                .from(LoadPlanCompiler.CHANGES)
                .where(driving.isNotNull());
    }

    /** The link that is open for the driving key; of a close and an open at one load date, the open is the later. */
    private static Select<?> newest(Table<?> target, Naming naming, Link link) {
        Field<Boolean> isActive = field(target.getQualifiedName().append(naming.isActive()), Boolean.class);
        return select(when(
                                isActive.isTrue(),
                                field(target.getQualifiedName().append(naming.hashKey(link)), Object.class))
                        .as(NEWEST.getUnqualifiedName()))
                .from(target)
                .where(NTH.eq(1))
                .and(field(target.getQualifiedName().append(naming.drivingKey()), Object.class)
                        .eq(DRIVING))
                .orderBy(
                        field(target.getQualifiedName().append(naming.loadDate()))
                                .desc(),
                        isActive.desc())
                .limit(inline(1));
    }

    private static Field<Object> column(String name) {
        return field(name(name), Object.class);
    }
}

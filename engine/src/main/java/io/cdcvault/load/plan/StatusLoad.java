package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.when;

import io.cdcvault.schema.model.Hub;
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

/** The status satellite of the hub that a source table's row stands for: C when the row appears, D when it goes. */
record StatusLoad(VaultModel model, Schema schema, SourceTable source) {

    private static final Table<Record> STATE = table(name("state"));
    private static final Field<Object> KEY = field(name("state", "#key"), Object.class);
    private static final Field<Boolean> LIVE = field(name("state", "#live"), Boolean.class);
    private static final Field<Boolean> WAS_LIVE = field(name("state", "#was_live"), Boolean.class);

    void addTo(Map<String, ResultQuery<?>> loads) {
        if (model.isHub(source.row())) {
            Hub hub = model.hub(source.row());
            loads.put(model.settings().naming().statusTable(hub), load(hub));
        }
    }

    private ResultQuery<?> load(Hub hub) {
        Naming naming = model.settings().naming();
        Table<?> target = Objects.requireNonNull(schema.getTable(naming.statusTable(hub)));
        Field<String> newest = field(name("newest", naming.status()), String.class);
        Field<Boolean> wasLive = coalesce(WAS_LIVE, newest.eq(inline("C")), inline(false));
        return insertInto(target)
                .columns(
                        column(naming.hashKey(hub)),
                        column(naming.loadDate()),
                        column(naming.status()),
                        column(naming.sourceLsn()))
                .select(select(
                                KEY,
                                field(name("state", Staging.LOAD_DATE.getName()), Object.class),
                                when(LIVE.isTrue(), inline((Object) "C")).otherwise(inline((Object) "D")),
                                field(name("state", Staging.LSN.getName()), Object.class))
                        .from(states().asTable(STATE))
                        .leftJoin(lateral(newest(target, naming, hub).asTable("newest")))
                        .on(trueCondition())
                        .where(LIVE.ne(wasLive)))
                .returning(inline(true).as(LoadPlanCompiler.ADDED));
    }

    private Select<?> states() {
        Field<Object> key = VaultKeys.hubKey(source.hubFeed(source.row()));
        return select(
                        key.as(KEY.getUnqualifiedName()),
                        Staging.LOAD_DATE,
                        Staging.LSN,
                        Staging.LIVE,
                        lag(Staging.LIVE)
                                .over()
                                .partitionBy(key)
                                .orderBy(Staging.LOAD_DATE)
                                .as(WAS_LIVE.getUnqualifiedName()))
                .from(LoadPlanCompiler.CHANGES);
    }

    private static Select<?> newest(Table<?> target, Naming naming, Hub hub) {
        return select(column(naming.status()))
                .from(target)
                .where(WAS_LIVE.isNull())
                .and(field(target.getQualifiedName().append(naming.hashKey(hub)), Object.class)
                        .eq(KEY))
                .orderBy(field(target.getQualifiedName().append(naming.loadDate()))
                        .desc())
                .limit(inline(1));
    }

    private static Field<Object> column(String name) {
        return field(name(name), Object.class);
    }
}

package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Builds a source table's load plan from the model. One statement does it all, so that every vault table is written in
 * one pass over the staged rows and from one snapshot.
 */
public final class LoadPlanCompiler {

    /** The newest state of each row in each source transaction: the others were never visible to anyone. */
    static final Table<Record> CHANGES = table(name("changes"));

    /** What every load returns: whether the row is new. */
    static final Field<Boolean> ADDED = field(name("added"), SQLDataType.BOOLEAN);

    private static final DSLContext RENDERER = DSL.using(
            SQLDialect.POSTGRES,
            new Settings().withRenderFormatted(true).withRenderQuotedNames(RenderQuotedNames.ALWAYS));

    private final VaultModel model;
    private final Schema schema;

    /**
     * A compiler for one model.
     *
     * @param schema the vault's tables: generated ones, or those made from the model
     */
    public LoadPlanCompiler(VaultModel model, Schema schema) {
        this.model = model;
        this.schema = schema;
    }

    public List<LoadPlan> compileAll() {
        return model.sources().stream().map(this::compile).toList();
    }

    public LoadPlan compile(SourceTable source) {
        Staging staging = new Staging(model, source);
        VaultKeys keys = new VaultKeys(model, source, staging);
        Map<String, ResultQuery<?>> loads = loads(source, keys);
        Map<String, ResultQuery<?>> mentions = new LinkedHashMap<>();
        new HubLoads(model, schema, source, keys).addTo(mentions);
        Disappearance disappearance = new Disappearance(RENDERER, model, schema, source, staging);
        return new LoadPlan(
                source.table(),
                staging,
                statement(staging, keys, changes(keys), loads),
                List.copyOf(loads.keySet()),
                statement(staging, keys, keyless(keys), mentions),
                List.copyOf(mentions.keySet()),
                disappearance.truncateStatement(),
                disappearance.rememberStatement(),
                disappearance.closeStatement(),
                disappearance.rowKey(),
                keys.rowIdentity(),
                source.ignored(),
                source.history(),
                new ToastFills(RENDERER, model, schema, source, staging, keys, disappearance.rowKey()),
                new DeleteResolution(RENDERER, model, source, staging),
                new PreviousKeys(RENDERER, model, schema, source, staging, keys),
                KeyChanges.of(staging, disappearance.rowKey()),
                new CommitStates(RENDERER, model, source, staging, keys),
                new TwinRows(RENDERER, model, source, staging, keys),
                new KeyCollisions(RENDERER, model, schema, source, staging, keys).find(),
                new ResolvedLinks(RENDERER, model, source).compile());
    }

    private static String statement(
            Staging staging, VaultKeys keys, ResultQuery<?> changes, Map<String, ResultQuery<?>> loads) {
        List<CommonTableExpression<?>> steps = new ArrayList<>();
        // Materialized, or the hashes would be computed again wherever they are looked at.
        steps.add(name("keyed")
                .asMaterialized(select(asterisk()).select(keys.all()).from(staging.table())));
        steps.add(name("changes").as(changes));
        loads.forEach((target, load) -> steps.add(name(loadOf(target)).as(load)));
        List<Field<?>> counts =
                loads.keySet().stream().<Field<?>>map(LoadPlanCompiler::added).toList();
        return RENDERER.renderInlined(DSL.with(steps).select(counts));
    }

    /** Rows that have no place in the vault, because what identifies them is empty. */
    private static ResultQuery<?> keyless(VaultKeys keys) {
        return select(asterisk()).from(table(name("keyed"))).where(DSL.not(hasKey(keys)));
    }

    private static Condition hasKey(VaultKeys keys) {
        return DSL.and(keys.rowKey().stream().map(Field::isNotNull).toList());
    }

    private static ResultQuery<?> changes(VaultKeys keys) {
        List<Field<?>> perTransaction = new ArrayList<>(keys.rowKey());
        perTransaction.add(Staging.LOAD_DATE);
        List<OrderField<?>> newestFirst = new ArrayList<>(perTransaction);
        newestFirst.add(Staging.SEQUENCE.desc());
        return select(asterisk())
                .distinctOn(perTransaction)
                .from(table(name("keyed")))
                .where(hasKey(keys))
                .orderBy(newestFirst);
    }

    /** By vault table. */
    private Map<String, ResultQuery<?>> loads(SourceTable source, VaultKeys keys) {
        Map<String, ResultQuery<?>> loads = new LinkedHashMap<>();
        new HubLoads(model, schema, source, keys).addTo(loads);
        new LinkLoads(model, schema, source, keys).addTo(loads);
        new SatelliteLoads(model, schema, source, keys).addTo(loads);
        new StatusLoad(model, schema, source).addTo(loads);
        new EffectivityLoads(model, schema, source).addTo(loads);
        return loads;
    }

    private static String loadOf(String target) {
        return FittingName.of("new " + target);
    }

    /** An upsert that moves a first sighting back in time returns its row too, but adds none. */
    private static Field<Integer> added(String target) {
        return field(select(DSL.count()).from(table(name(loadOf(target)))).where(ADDED))
                .as(target);
    }
}

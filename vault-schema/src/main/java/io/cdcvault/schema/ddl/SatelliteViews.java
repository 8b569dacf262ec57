package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lead;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** What the views and functions over a satellite select. */
final class SatelliteViews {

    private static final Table<Record> VERSION = table(name("version"));
    private static final Table<Record> LIFE = table(name("life"));

    private final VaultModel model;
    private final Naming naming;
    private final String schema;

    SatelliteViews(VaultModel model) {
        this.model = model;
        this.naming = model.settings().naming();
        this.schema = model.settings().schema();
    }

    /** The newest versions, with {@code is_live} where the vault knows whether the parent is. */
    Select<Record> newest(Satellite satellite, Moment moment) {
        List<String> key = VersionKey.withoutLoadDate(model, satellite);
        Select<Record> newest = new NewestVersion(schema, naming).of(satellite.name(), key, moment);
        Optional<Field<Boolean>> live = isLive(satellite, moment);
        return live.isEmpty()
                ? newest
                : select(VERSION.asterisk(), live.get().as(name(ViewNames.IS_LIVE)))
                        .from(newest.asTable(VERSION));
    }

    /** Every version, with the load date of the next. */
    Select<Record> history(Satellite satellite) {
        Field<Object> loadDate = field(name(naming.loadDate()));
        List<Field<Object>> key = VersionKey.withoutLoadDate(model, satellite).stream()
                .map(column -> field(name(column)))
                .toList();
        List<SelectFieldOrAsterisk> columns = List.of(
                VERSION.asterisk(),
                lead(loadDate).over().partitionBy(key).orderBy(loadDate).as(name(ViewNames.LOAD_END)));
        return select(columns).from(table(name(schema, satellite.name())).as(VERSION));
    }

    private Optional<Field<Boolean>> isLive(Satellite satellite, Moment moment) {
        if (model.isLink(satellite.parent())) {
            String effectivity = naming.effectivityTable(model.link(satellite.parent()));
            return Optional.of(life(satellite, effectivity, isTrue(naming.isActive()), moment));
        }
        Hub hub = model.hub(satellite.parent());
        Condition created = field(name(naming.status()), SQLDataType.CHAR).eq(inline("C"));
        return model.hubsWithStatus().contains(hub)
                ? Optional.of(life(satellite, naming.statusTable(hub), created, moment))
                : Optional.empty();
    }

    private Field<Boolean> life(Satellite satellite, String lives, Condition isLive, Moment moment) {
        String key = VersionKey.parent(model, satellite);
        return coalesce(
                field(select(field(isLive))
                        .from(table(name(schema, lives)).as(LIFE))
                        .where(field(name("life", key)).eq(field(name("version", key))))
                        .and(moment.hasSeen(naming))
                        .orderBy(field(name(naming.loadDate())).desc())
                        .limit(inline(1))),
                inline(false));
    }

    private static Condition isTrue(String column) {
        return condition(field(name(column), SQLDataType.BOOLEAN));
    }
}

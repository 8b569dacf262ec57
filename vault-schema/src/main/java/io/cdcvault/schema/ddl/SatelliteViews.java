package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lead;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final ExistingColumns existing;
    private final SatelliteTables tables;
    private final Set<String> hubsWithStatus;

    SatelliteViews(VaultModel model, ExistingColumns existing) {
        this.model = model;
        this.existing = existing;
        this.tables = new SatelliteTables(model);
        this.hubsWithStatus = model.hubsWithStatus().stream().map(Hub::name).collect(Collectors.toSet());
        this.naming = model.settings().naming();
        this.schema = model.settings().schema();
    }

    /** The newest versions, with {@code is_live} where the vault knows whether the parent is. */
    Select<Record> newest(Satellite satellite, Moment moment) {
        Table<Record> versions = table(name(schema, satellite.name()));
        return select(columns(
                        satellite,
                        ViewNames.current(satellite.name()),
                        isLive(satellite, moment).map(live -> live.as(name(ViewNames.IS_LIVE)))))
                .from(versions.as(VERSION))
                .where(new NewestVersion(naming)
                        .is(versions, VERSION.getName(), VersionKey.withoutLoadDate(model, satellite), moment));
    }

    /** Every version, with the load date of the next. */
    Select<Record> history(Satellite satellite) {
        Field<Object> loadDate = field(name(naming.loadDate()));
        List<Field<Object>> key = VersionKey.withoutLoadDate(model, satellite).stream()
                .map(column -> field(name(column)))
                .toList();
        Field<Object> end =
                lead(loadDate).over().partitionBy(key).orderBy(loadDate).as(name(ViewNames.LOAD_END));
        return select(columns(satellite, ViewNames.history(satellite.name()), Optional.of(end)))
                .from(table(name(schema, satellite.name())).as(VERSION));
    }

    /** All of the table's, then what the view adds; in a view that exists, what is new to it comes last. */
    private List<SelectFieldOrAsterisk> columns(Satellite satellite, String view, Optional<? extends Field<?>> added) {
        List<String> ofTable = existing.completed(tables.satellite(satellite));
        List<String> all = new ArrayList<>(ofTable);
        added.map(Field::getName).ifPresent(all::add);
        List<String> ordered = existing.ordered(view, all);
        List<SelectFieldOrAsterisk> columns = new ArrayList<>();
        if (ordered.equals(all)) {
            columns.add(VERSION.asterisk());
            added.ifPresent(columns::add);
        } else {
            ordered.forEach(column -> columns.add(added.<SelectFieldOrAsterisk>map(field -> field)
                    .filter(field -> !ofTable.contains(column))
                    .orElseGet(() -> field(name(VERSION.getName(), column)))));
        }
        return columns;
    }

    /** Where no table decides any more whether the parent lives, a view that exists says that it is not known. */
    private Optional<Field<Boolean>> isLive(Satellite satellite, Moment moment) {
        return lives(satellite, moment)
                .or(() -> existing.of(ViewNames.current(satellite.name())).contains(ViewNames.IS_LIVE)
                        ? Optional.of(castNull(SQLDataType.BOOLEAN))
                        : Optional.empty());
    }

    private Optional<Field<Boolean>> lives(Satellite satellite, Moment moment) {
        if (model.isLink(satellite.parent())) {
            Link link = model.link(satellite.parent());
            return model.hasEffectivity(link)
                    ? Optional.of(life(satellite, naming.effectivityTable(link), isTrue(naming.isActive()), moment))
                    : Optional.empty();
        }
        Hub hub = model.hub(satellite.parent());
        Condition created = field(name(naming.status()), SQLDataType.CHAR).eq(inline("C"));
        return hubsWithStatus.contains(hub.name())
                ? Optional.of(life(satellite, naming.statusTable(hub), created, moment))
                : Optional.empty();
    }

    private Field<Boolean> life(Satellite satellite, String lives, Condition isLive, Moment moment) {
        String key = VersionKey.parent(model, satellite);
        return coalesce(
                field(select(field(isLive))
                        .from(table(name(schema, lives)).as(LIFE))
                        .where(field(name("life", key)).eq(field(name("version", key))))
                        .and(moment.hasSeen(naming, LIFE.getName()))
                        .orderBy(field(name(naming.loadDate())).desc())
                        .limit(inline(1))),
                inline(false));
    }

    private static Condition isTrue(String column) {
        return condition(field(name(column), SQLDataType.BOOLEAN));
    }
}

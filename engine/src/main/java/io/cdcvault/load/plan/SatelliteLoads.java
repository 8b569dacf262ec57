package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.trueCondition;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Schema;
import org.jooq.Select;
import org.jooq.Table;

/**
 * The satellites that a source table feeds: a version whenever any attribute differs from the version right before,
 * whether that one comes from the same batch or stands in the vault.
 *
 * <p>Why: docs/decisions/0003-versions-compare-attributes-too.md
 */
record SatelliteLoads(VaultModel model, Schema schema, SourceTable source, VaultKeys keys) {

    private static final Table<Record> STATE = table(name("state"));
    private static final Table<Record> NEWEST = table(name("newest"));
    private static final Field<Integer> NTH = field(name("state", "#nth"), Integer.class);

    void addTo(Map<String, ResultQuery<?>> loads) {
        source.satellites()
                .forEach(
                        feed -> loads.put(feed.satellite(), new Load(feed, model.satellite(feed.satellite())).query()));
    }

    /** One satellite's load. */
    private final class Load {

        private final SatelliteFeed feed;
        private final Satellite satellite;
        private final Table<?> target;
        private final Naming naming = model.settings().naming();
        /** Versions of its own say when its source row ends; otherwise the parent's status or effectivity does. */
        private final boolean ownLife;

        Load(SatelliteFeed feed, Satellite satellite) {
            this.feed = feed;
            this.satellite = satellite;
            this.target = Objects.requireNonNull(schema.getTable(satellite.name()));
            this.ownLife = model.hasOwnLife(satellite);
        }

        ResultQuery<?> query() {
            return insertInto(target)
                    .columns(targetColumns())
                    .select(versions())
                    .returning(inline(true).as(LoadPlanCompiler.ADDED));
        }

        private List<Field<?>> targetColumns() {
            List<Field<?>> columns = new ArrayList<>(keyColumns());
            columns.addAll(List.of(
                    column(naming.loadDate()),
                    column(naming.hashDiff()),
                    column(naming.recordSource()),
                    column(naming.sourceLsn())));
            if (ownLife) {
                columns.add(column(naming.isActive()));
            }
            satellite.attributes().forEach(attribute -> columns.add(column(attribute.name())));
            return columns;
        }

        private Select<?> versions() {
            List<Field<?>> values = new ArrayList<>();
            keys.satelliteKey(feed).forEach(key -> values.add(of(STATE, key)));
            values.add(of(STATE, Staging.LOAD_DATE));
            values.add(ownLife ? whenLive(VaultKeys.hashDiff(satellite.name()), naming.hashDiff()) : diff());
            values.add(recordSource());
            values.add(of(STATE, Staging.LSN));
            if (ownLife) {
                values.add(of(STATE, Staging.LIVE));
            }
            satellite.attributes().forEach(attribute -> values.add(attributeValue(attribute)));
            return select(values)
                    .from(states().asTable(STATE))
                    .leftJoin(lateral(newest().asTable(NEWEST)))
                    .on(trueCondition())
                    .where(isNewVersion());
        }

        /** The end of a row, whose log may not hold it, has that of the version before. */
        private Field<?> recordSource() {
            if (keys.recordSource().isEmpty()) {
                return inline(source.recordSource());
            }
            return ownLife ? whenLive(FirstSighting.SOURCE, naming.recordSource()) : of(STATE, FirstSighting.SOURCE);
        }

        /** Each key's states of the batch in order, each with the one before. */
        private Select<?> states() {
            List<Field<?>> partition = new ArrayList<>(keys.satelliteKey(feed));
            List<Field<?>> values = new ArrayList<>(partition);
            values.addAll(List.of(Staging.LOAD_DATE, Staging.LSN, Staging.LIVE));
            values.add(VaultKeys.hashDiff(satellite.name()));
            values.add(VaultKeys.image(satellite.name()));
            keys.recordSource().ifPresent(recorded -> values.add(recorded.as(FirstSighting.SOURCE)));
            satellite
                    .attributes()
                    .forEach(attribute ->
                            values.add(keys.attribute(feed, attribute).as(attributeName(attribute))));
            List<Field<?>> previous = new ArrayList<>(List.of(VaultKeys.image(satellite.name())));
            if (ownLife) {
                previous.addAll(List.of(VaultKeys.hashDiff(satellite.name()), Staging.LIVE));
                satellite.attributes().forEach(attribute -> previous.add(keys.attribute(feed, attribute)));
            }
            previous.forEach(field -> values.add(previous(field, field, partition)));
            if (ownLife) {
                keys.recordSource()
                        .ifPresent(recorded -> values.add(previous(recorded, FirstSighting.SOURCE, partition)));
            }
            values.add(rowNumber()
                    .over()
                    .partitionBy(partition)
                    .orderBy(Staging.LOAD_DATE)
                    .as(NTH.getUnqualifiedName()));
            return onePerTransaction(values, partition);
        }

        private static Field<?> previous(Field<?> value, Field<?> named, List<Field<?>> partition) {
            return lag(value)
                    .over()
                    .partitionBy(partition)
                    .orderBy(Staging.LOAD_DATE)
                    .as(previousName(named));
        }

        /** Several rows of the table may describe one parent; the last of a transaction is its version. */
        private Select<?> onePerTransaction(List<Field<?>> values, List<Field<?>> partition) {
            Condition described = keys.parentKey(feed).isNotNull().and(ownLife ? noCondition() : Staging.LIVE.isTrue());
            if (keys.satelliteKey(feed).equals(keys.rowKey())) {
                return select(values).from(LoadPlanCompiler.CHANGES).where(described);
            }
            List<Field<?>> distinct = new ArrayList<>(partition);
            distinct.add(Staging.LOAD_DATE);
            List<OrderField<?>> newestFirst = new ArrayList<>(distinct);
            newestFirst.add(Staging.SEQUENCE.desc());
            return select(values)
                    .from(select(org.jooq.impl.DSL.asterisk())
                            .distinctOn(distinct)
                            .from(LoadPlanCompiler.CHANGES)
                            .where(described)
                            .orderBy(newestFirst)
                            .asTable("described"));
        }

        /** Looked up for a key's first state only. */
        private Select<?> newest() {
            List<Field<?>> values = new ArrayList<>();
            values.add(VaultKeys.imageOf(satellite.attributes().stream()
                            .map(attribute -> of(target, attribute.name()))
                            .toList())
                    .as(VaultKeys.image(satellite.name())));
            if (ownLife) {
                values.add(of(target, naming.hashDiff()).as(naming.hashDiff()));
                values.add(of(target, naming.isActive()).as(naming.isActive()));
                keys.recordSource()
                        .ifPresent(recorded ->
                                values.add(of(target, naming.recordSource()).as(naming.recordSource())));
                satellite.attributes().forEach(attribute -> values.add(of(target, attribute.name())));
            }
            Condition sameKey = NTH.eq(1);
            List<Field<Object>> stateKey = keys.satelliteKey(feed);
            List<Field<?>> targetKey = keyColumns();
            for (int i = 0; i < stateKey.size(); i++) {
                sameKey = sameKey.and(of(target, targetKey.get(i).getName()).eq(of(STATE, stateKey.get(i))));
            }
            return select(values)
                    .from(target)
                    .where(sameKey)
                    .orderBy(of(target, naming.loadDate()).desc())
                    .limit(inline(1));
        }

        private Condition isNewVersion() {
            Field<Object> image = VaultKeys.image(satellite.name());
            Condition differs = of(STATE, image).isDistinctFrom(previous(image, image.getName()));
            if (!ownLife) {
                return differs;
            }
            Field<Object> wasLive = coalesce(previous(Staging.LIVE, naming.isActive()), inline((Object) false));
            Field<Object> isLive = of(STATE, Staging.LIVE);
            return isLive.ne(wasLive).or(isLive.eq(inline((Object) true)).and(differs));
        }

        private Field<Object> attributeValue(Column attribute) {
            Field<Object> value = field(name("state", attributeName(attribute)), Object.class);
            return ownLife
                    ? org.jooq
                            .impl
                            .DSL
                            .when(of(STATE, Staging.LIVE).isTrue(), value)
                            .otherwise(previous(keys.attribute(feed, attribute), attribute.name()))
                    : value;
        }

        /** A source row's end has no attributes of its own: it repeats those of the version before. */
        private Field<Object> whenLive(Field<Object> stateField, String newestColumn) {
            return org.jooq
                    .impl
                    .DSL
                    .when(of(STATE, Staging.LIVE).isTrue(), of(STATE, stateField))
                    .otherwise(previous(stateField, newestColumn));
        }

        private Field<Object> previous(Field<?> stateField, String newestColumn) {
            return coalesce(field(name("state", previousName(stateField)), Object.class), of(NEWEST, newestColumn));
        }

        private Field<Object> diff() {
            return of(STATE, VaultKeys.hashDiff(satellite.name()));
        }

        private List<Field<?>> keyColumns() {
            List<Field<?>> columns = new ArrayList<>();
            columns.add(column(
                    model.isLink(satellite.parent())
                            ? naming.hashKey(model.link(satellite.parent()))
                            : naming.hashKey(model.hub(satellite.parent()))));
            satellite.childKey().forEach(child -> columns.add(column(child.name())));
            return columns;
        }

        private String attributeName(Column attribute) {
            return FittingName.of(attribute.name() + "#value");
        }

        private static String previousName(Field<?> field) {
            return FittingName.of(field.getName() + "#previous");
        }
    }

    private static Field<Object> column(String name) {
        return field(name(name), Object.class);
    }

    private static Field<Object> of(Table<?> table, Field<?> field) {
        return of(table, field.getName());
    }

    private static Field<Object> of(Table<?> table, String column) {
        return field(table.getQualifiedName().append(column), Object.class);
    }
}

package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import io.cdcvault.schema.model.Naming;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.Table;

/**
 * Loads a hub or a link: a row for each key, with the load date and record source of its first sighting. Which table's
 * rows come first in a batch, and where batches are cut, makes no difference: of two sightings the earlier wins, and of
 * two in one transaction the lesser record source. Rows that stand already are looked up and left alone, so they are
 * not even locked.
 *
 * <p>Why: docs/decisions/0004-first-sightings-are-merged.md
 *
 * @param key the target's hash key
 * @param columns of the target, the key first, load date and record source left out; a mention has them by these names
 * @param recordSource of each mention, unless
 * @param hasSources each mention has one of its own
 */
record FirstSighting(
        Table<?> target,
        Field<Object> key,
        List<Field<Object>> columns,
        Naming naming,
        String recordSource,
        boolean hasSources) {

    /** What a mention calls its record source. */
    static final Field<Object> SOURCE = field(name("#source"), Object.class);

    private static final Table<Record> MENTION = table(name("mention"));

    /** @param mentions {@code columns} and {@link Staging#LOAD_DATE}, keys not null */
    ResultQuery<?> load(Select<?> mentions) {
        Field<Object> loadDate = column(naming.loadDate());
        Field<Object> source = column(naming.recordSource());
        List<Field<?>> targetColumns = new ArrayList<>(columns);
        targetColumns.add(loadDate);
        targetColumns.add(source);
        return insertInto(target)
                .columns(targetColumns)
                .select(firstMentions(mentions))
                .onConflict(key)
                .doUpdate()
                .set(sighting(targetColumns))
                .where(isEarlier(excluded(loadDate), excluded(source)))
                .returning(field("xmax = 0", Boolean.class).as(LoadPlanCompiler.ADDED));
    }

    /** With the spelling of its business key: hash recipes may take no notice of case or blanks. */
    private static Map<Field<?>, Field<?>> sighting(List<Field<?>> targetColumns) {
        Map<Field<?>, Field<?>> sighting = new LinkedHashMap<>();
        targetColumns.subList(1, targetColumns.size()).forEach(column -> sighting.put(column, excluded(column)));
        return sighting;
    }

    private Select<?> firstMentions(Select<?> mentions) {
        Field<Object> mentionKey = of(MENTION, key.getName());
        Field<Object> seen = of(MENTION, Staging.LOAD_DATE.getName());
        List<Field<?>> values = new ArrayList<>();
        columns.forEach(column -> values.add(of(MENTION, column.getName())));
        Field<Object> source = hasSources ? of(MENTION, SOURCE.getName()) : inline((Object) recordSource);
        values.add(seen);
        values.add(source);
        List<OrderField<?>> earliestFirst = new ArrayList<>(List.of(mentionKey, seen));
        if (hasSources) {
            earliestFirst.add(source);
        }
        columns.subList(1, columns.size())
                .forEach(column ->
                        earliestFirst.add(of(MENTION, column.getName()).asc()));
        Condition known = of(target, key.getName()).eq(mentionKey).andNot(isEarlier(seen, source));
        return select(values)
                .distinctOn(mentionKey)
                .from(mentions.asTable(MENTION))
                .where(notExists(selectOne().from(target).where(known)))
                .orderBy(earliestFirst);
    }

    private Condition isEarlier(Field<Object> loadDate, Field<Object> source) {
        return row(loadDate, source).lt(row(of(target, naming.loadDate()), of(target, naming.recordSource())));
    }

    private static Field<Object> column(String name) {
        return field(name(name), Object.class);
    }

    private static Field<Object> of(Table<?> table, String column) {
        return field(table.getQualifiedName().append(column), Object.class);
    }
}

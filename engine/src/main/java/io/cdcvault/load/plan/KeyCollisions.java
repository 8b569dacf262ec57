package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Schema;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Where two keys may have one hash because the recipe joins their parts: hubs with a composite business key, links, and
 * driving keys of several roles. The parts of a hub's key are compared as the recipe looks at them; a link's are the
 * hash keys of its ends, whose own business keys are compared as their hubs'.
 */
final class KeyCollisions {

    private static final Table<Record> MENTION = table(name("mention"));
    private static final Field<Object> HASH = field(name("hash"), Object.class);

    private final DSLContext renderer;
    private final VaultModel model;
    private final Schema schema;
    private final SourceTable source;
    private final Staging staging;
    private final VaultKeys keys;
    private final Naming naming;
    private final HashRecipe recipe;

    KeyCollisions(
            DSLContext renderer, VaultModel model, Schema schema, SourceTable source, Staging staging, VaultKeys keys) {
        this.renderer = renderer;
        this.model = model;
        this.schema = schema;
        this.source = source;
        this.staging = staging;
        this.keys = keys;
        this.naming = model.settings().naming();
        this.recipe = HashRecipe.named(model.settings().hash(), model.settings().algorithm());
    }

    List<SharedHash> find() {
        List<SharedHash> found = new ArrayList<>();
        for (HubFeed feed : source.hubs()) {
            if (feed.columns().size() > 1) {
                found.add(ofHub(feed, model.hub(feed.hub())));
            }
        }
        for (LinkFeed feed : source.links()) {
            Link link = model.link(feed.link());
            found.add(ofLink(feed, link));
            if (!feed.isMention() && link.drivingRoles().size() > 1) {
                found.add(ofDrivingKey(feed, link));
            }
        }
        return found;
    }

    private SharedHash ofHub(HubFeed feed, Hub hub) {
        List<Field<Object>> businessKey = keys.businessKey(feed);
        Table<?> target = target(hub.name());
        List<Field<Object>> stored = hub.businessKey().stream()
                .map(column -> of(target, column.name()))
                .toList();
        return new SharedHash(
                recipe,
                hub.name(),
                List.of(parts(feed)),
                false,
                identifies(feed),
                staged(hub.name(), keys.hubKeyExpression(feed), normalized(businessKey), identifies(feed)),
                stored(
                        hub.name(),
                        normalized(stored),
                        target,
                        of(target, naming.hashKey(hub)).eq(of(MENTION, "hash"))));
    }

    private SharedHash ofLink(LinkFeed feed, Link link) {
        Table<?> target = target(link.name());
        List<Field<?>> roleKeys = link.roles().stream()
                .<Field<?>>map(role -> text(of(target, naming.roleKey(role))))
                .toList();
        boolean isRow = link.name().equals(source.row());
        return new SharedHash(
                recipe,
                link.name(),
                ends(feed, link.roles()),
                true,
                isRow,
                staged(link.name(), keys.linkKeyExpression(feed), hubKeys(feed, link.roles()), isRow),
                stored(
                        link.name(),
                        roleKeys,
                        target,
                        of(target, naming.hashKey(link)).eq(of(MENTION, "hash"))));
    }

    private SharedHash ofDrivingKey(LinkFeed feed, Link link) {
        List<Link.Role> roles = link.roles().stream().filter(link::isDriving).toList();
        String name = "the driving key of " + link.name();
        Table<?> links = target(link.name());
        Table<?> effectivity = target(naming.effectivityTable(link));
        // All relationships under one driving key have the same driving ends.
        Table<?> newest = select(of(effectivity, naming.hashKey(link)).as("link"))
                .from(effectivity)
                .where(of(effectivity, naming.drivingKey()).eq(of(MENTION, "hash")))
                .limit(inline(1))
                .asTable("one");
        List<Field<?>> roleKeys = roles.stream()
                .<Field<?>>map(role -> text(of(links, naming.roleKey(role))))
                .toList();
        Table<?> joined = DSL.lateral(newest)
                .join(links)
                .on(of(links, naming.hashKey(link)).eq(field(name("one", "link"), Object.class)));
        return new SharedHash(
                recipe,
                name,
                ends(feed, roles),
                false,
                true,
                staged(name, keys.drivingKeyExpression(feed), hubKeys(feed, roles), true),
                stored(name, roleKeys, joined, DSL.noCondition()));
    }

    private String staged(String name, Field<?> hash, List<Field<?>> parts, boolean ofDeletions) {
        Condition carries = ofDeletions ? DSL.noCondition() : Staging.LIVE.isTrue();
        Select<?> select = select(
                        inline(name).as("target"),
                        hash.as("hash"),
                        texts(parts).as("parts"),
                        Staging.LIVE.as("keeps"),
                        Staging.SEQUENCE.as("seq"),
                        field(name("#load_date")).as("load_date"),
                        field(name("#row_key")).as("row_key"),
                        inline(source.table().toString()).as("source"))
                .from(staging.table())
                .where(field(name("#row_key")).isNotNull())
                .and(carries)
                .and(condition("({0}) is not null", hash));
        return renderer.renderInlined(select);
    }

    private String stored(String name, List<Field<?>> parts, Table<?> from, Condition sameHash) {
        Table<?> mention = DSL.select(HASH)
                .distinctOn(HASH)
                .from(table(name("mention")))
                .where(field(name("target"), String.class).eq(inline(name)))
                .asTable(MENTION);
        Select<?> select = select(
                        inline(name).as("target"),
                        of(MENTION, "hash").as("hash"),
                        texts(parts).as("parts"),
                        inline(true).as("keeps"),
                        inline(0L).as("seq"),
                        inline(null, SQLDataType.TIMESTAMPWITHTIMEZONE).as("load_date"),
                        inline(null, SQLDataType.CLOB).as("row_key"),
                        inline(null, SQLDataType.CLOB).as("source"))
                .from(mention)
                .crossJoin(from)
                .where(sameHash);
        return renderer.renderInlined(select);
    }

    private List<Field<?>> normalized(List<Field<Object>> parts) {
        return parts.stream().<Field<?>>map(recipe::normalized).toList();
    }

    private List<Field<?>> hubKeys(LinkFeed feed, List<Link.Role> roles) {
        return roles.stream()
                .<Field<?>>map(role -> text(keys.hubKeyExpression(keys.hubFeed(feed, role))))
                .toList();
    }

    private List<List<SharedHash.Part>> ends(LinkFeed feed, List<Link.Role> roles) {
        return roles.stream().map(role -> parts(keys.hubFeed(feed, role))).toList();
    }

    private List<SharedHash.Part> parts(HubFeed feed) {
        Map<String, String> columns = feed.columns();
        return model.hub(feed.hub()).businessKey().stream()
                .map(Column::name)
                .map(column -> Objects.requireNonNull(columns.get(column)))
                .map(fed -> new SharedHash.Part(
                        fed, Optional.ofNullable(source.computed().get(fed))))
                .toList();
    }

    /** Whether a deletion of the row carries the hub's business key. */
    private boolean identifies(HubFeed feed) {
        return keys.rowIdentity().columns().containsAll(source.telling(feed));
    }

    private static Field<?> texts(List<Field<?>> parts) {
        return array(parts.toArray(Field<?>[]::new));
    }

    private static Field<?> text(Field<?> key) {
        return cast(key, SQLDataType.CLOB);
    }

    private Table<?> target(String name) {
        return Objects.requireNonNull(schema.getTable(name));
    }

    private static Field<Object> of(Table<?> table, String column) {
        return field(table.getQualifiedName().append(column), Object.class);
    }
}

package io.cdcvault.load.plan;

import static io.cdcvault.database.Identifiers.quoted;
import static org.jooq.impl.DSL.inline;

import io.cdcvault.database.Identifiers;
import io.cdcvault.load.plan.Staging.StagedColumn;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Schema;

/**
 * Fills in what a change did not carry: PostgreSQL leaves out a TOASTed value that an update did not touch. It stands
 * in the row's state before, staged or in the vault: as a satellite's attribute, or in the business key at the other
 * end of a link. Of a row whose key was updated, it stands in that of its predecessor, from where {@link KeyChanges}
 * carries it.
 */
public final class ToastFills {

    private static final String TEMPLATE =
            """
            with "state" as (
              select *, {column} as "#value", {column_name} = any("#toasted") as "#missing", row({row})::text as "#row", {parent_key} as "#key",
                count(*) filter (where {there} and ("#event" = 'm' or {column_name} <> all("#toasted"))) over (partition by {row} order by "#seq") as "#nth"
              from {stage}
            ), "carried" as (
              select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
              from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
            ), "found" as (
              select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
              from "carried" as c
              left join lateral (
                {in_vault}
              ) as newest on true
              where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
            )
            update {stage} as s set {column} = "found"."#value", "#toasted" = array_remove(s."#toasted", {column_name})
            from "found" where s."#seq" = "found"."#seq\"""";

    private static final String IN_SATELLITE =
            """
            select v.{attribute} as "#value", true as "#exists" from {satellite} as v
                where c."#nth" = 0 and v.{hash_key} = c."#key"{same_child}{present} order by v.{load_date} desc limit 1""";

    /** At the other end of the link that is open; of a close and an open at one load date, the open is the later. */
    private static final String AT_END_OF_LINK =
            """
            select h.{part} as "#value", true as "#exists"
                from (
                  select e.{link_key}, e.{is_active} as "#open" from {effectivity} as e
                  where c."#nth" = 0 and e.{driving_key} = c."#key" order by e.{load_date} desc, e.{is_active} desc limit 1
                ) as v join {link} as l on v."#open" and l.{link_key} = v.{link_key} join {hub} as h on h.{hub_key} = l.{role_key}""";

    private final DSLContext renderer;
    private final VaultModel model;
    private final Schema schema;
    private final SourceTable source;
    private final Staging staging;
    private final VaultKeys keys;
    private final List<String> rowKey;
    private final RowColumns row;
    private final Map<Set<String>, Map<String, String>> statements = new ConcurrentHashMap<>();

    /** @param rowKey the staged columns that identify a row */
    ToastFills(
            DSLContext renderer,
            VaultModel model,
            Schema schema,
            SourceTable source,
            Staging staging,
            VaultKeys keys,
            List<String> rowKey) {
        this.renderer = renderer;
        this.model = model;
        this.schema = schema;
        this.source = source;
        this.staging = staging;
        this.keys = keys;
        this.rowKey = rowKey;
        this.row = new RowColumns(model, source, staging);
    }

    /**
     * By staged column: attributes of satellites, and business keys at ends of links that do not drive them.
     *
     * @param identity the source's columns by which the log knows a row, where they are not the row's key: what has the
     *     same key may be another row; otherwise none
     */
    public Map<String, String> statements(Set<String> identity) {
        return statements.computeIfAbsent(Set.copyOf(identity), this::compile);
    }

    private Map<String, String> compile(Set<String> identity) {
        List<String> sameRow = identity.isEmpty() ? rowKey : row.staged(identity);
        Map<String, String> statements = new LinkedHashMap<>();
        for (SatelliteFeed feed : source.satellites()) {
            if (staging.isFiltered() && !row.describesRow(feed)) {
                continue;
            }
            for (Column attribute : model.satellite(feed.satellite()).attributes()) {
                String fed = Objects.requireNonNull(feed.columns().get(attribute.name()));
                if (!source.computed().containsKey(fed)) {
                    String staged = keys.attribute(feed, attribute).getName();
                    statements.putIfAbsent(staged, statement(feed, attribute, staged, "", sameRow));
                    argument(fed, attribute)
                            .ifPresent(column -> statements.putIfAbsent(
                                    column.staged(),
                                    statement(feed, attribute, column.staged(), "::text::" + column.type(), sameRow)));
                }
            }
        }
        source.drivenLinks().forEach(feed -> addEnds(feed, sameRow, statements));
        return statements;
    }

    private void addEnds(LinkFeed feed, List<String> sameRow, Map<String, String> statements) {
        Link link = model.link(feed.link());
        for (Link.Role role : link.roles()) {
            HubFeed end = source.hubFeed(Objects.requireNonNull(feed.roles().get(role.name())));
            if (!link.isDriving(role)) {
                for (Column part : model.hub(role.hub()).businessKey()) {
                    String fed = Objects.requireNonNull(end.columns().get(part.name()));
                    if (!source.computed().containsKey(fed)) {
                        String staged = staging.column(fed, part.type()).getName();
                        statements.computeIfAbsent(
                                staged, column -> statement(feed, link, role, part, column, sameRow));
                    }
                }
            }
        }
    }

    private String statement(
            LinkFeed feed, Link link, Link.Role role, Column part, String column, List<String> sameRow) {
        Naming naming = model.settings().naming();
        String inVault = SqlText.of(AT_END_OF_LINK)
                .with("part", quoted(part.name()))
                .with("link_key", quoted(naming.hashKey(link)))
                .with("is_active", quoted(naming.isActive()))
                .with("effectivity", renderer.render(schema.getTable(naming.effectivityTable(link))))
                .with("driving_key", quoted(naming.drivingKey()))
                .with("load_date", quoted(naming.loadDate()))
                .with("link", renderer.render(schema.getTable(link.name())))
                .with("hub", renderer.render(schema.getTable(role.hub())))
                .with("hub_key", quoted(naming.hashKey(model.hub(role.hub()))))
                .with("role_key", quoted(naming.roleKey(role)))
                .sql();
        return fill(column, keys.drivingKeyExpression(feed), inVault, sameRow);
    }

    /** @param inVault what finds the value in the vault */
    private String fill(String column, Field<?> key, String inVault, List<String> sameRow) {
        return SqlText.of(TEMPLATE)
                .with("in_vault", inVault)
                .with("there", staging.there())
                .with("column", quoted(column))
                .with("column_name", renderer.renderInlined(inline(column)))
                .with("row", sameRow.stream().map(Identifiers::quoted).collect(Collectors.joining(", ")))
                .with("parent_key", renderer.renderInlined(key))
                .with("stage", renderer.render(staging.table()))
                .sql();
    }

    /** What an expression is made of is staged with a type of its own. */
    private Optional<StagedColumn> argument(String column, Column attribute) {
        return staging.sourceColumns().stream()
                .filter(each -> each.name().equals(column) && !each.type().equals(attribute.type()))
                .filter(each -> source.computed().values().stream()
                        .anyMatch(value -> value instanceof Computed.Expression expression
                                && expression.arguments().containsKey(each.staged())))
                .findFirst();
    }

    /** @param cast of the attribute to the staged column's type */
    private String statement(SatelliteFeed feed, Column attribute, String column, String cast, List<String> sameRow) {
        Naming naming = model.settings().naming();
        String parent = model.satellite(feed.satellite()).parent();
        String hashKey = model.isLink(parent) ? naming.hashKey(model.link(parent)) : naming.hashKey(model.hub(parent));
        String inVault = SqlText.of(IN_SATELLITE)
                // What left the vault may have changed while it was out.
                .with("present", staging.isFiltered() ? " and " + this.row.isNewestAndLive(feed) : "")
                .with("attribute", quoted(attribute.name()) + cast)
                .with("satellite", renderer.render(schema.getTable(feed.satellite())))
                .with("hash_key", quoted(hashKey))
                .with("load_date", quoted(naming.loadDate()))
                .with("same_child", sameChild(feed))
                .sql();
        return fill(column, keys.parentKeyExpression(feed), inVault, sameRow);
    }

    private String sameChild(SatelliteFeed feed) {
        return model.satellite(feed.satellite()).childKey().stream()
                .map(child -> " and v." + quoted(child.name()) + " = c."
                        + quoted(keys.attribute(feed, child).getName()))
                .collect(Collectors.joining());
    }
}

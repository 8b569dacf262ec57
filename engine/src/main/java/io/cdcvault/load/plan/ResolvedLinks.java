package io.cdcvault.load.plan;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;
import static java.util.stream.Collectors.joining;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Link.Role;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.ReferencePath;
import io.cdcvault.schema.model.ReferencePath.Side;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Loads links whose other ends a row refers to by columns that are not their business keys. Such a link is a join: it
 * is open as long as the row lives and refers to a row that lives. So it is no part of what one table's changes say,
 * and is worked out from the histories of both rows, which the vault has, for each row that a staged change may
 * concern, from that change on.
 *
 * <p>Why: docs/decisions/0031-links-over-references-follow-both-rows.md
 */
final class ResolvedLinks {

    /**
     * Links are worked out again from the first staged change on, and compared with what is there: what came late, as
     * from a dead letter, may change what was worked out before.
     */
    private static final String TEMPLATE =
            """
            with "own" as (
              select {own_key} as "key", min("#load_date") as "from", (array_agg("#lsn" order by "#load_date"))[1] as "lsn"
              from {own_stage} group by 1
            ){moved}, "affected" as materialized (
              select "key", min("from") as "from", (array_agg("lsn" order by "from"))[1] as "lsn" from (
                select "key", "from", "lsn" from "own" where "key" is not null{followers}
              ) as "each" group by "key"
            ), "moment" as materialized (
              select a."key", a."from", m."at", max(m."lsn") as "lsn"
              from "affected" as a cross join lateral (
                {moments}
              ) as m group by a."key", a."from", m."at"
            ), "state" as (
              select m.*, {link_key} as "link", {end_keys}
              from "moment" as m
              join {own_hub} as "own" on "own".{own_hash} = m."key"{ends}
            ), "change" as (
              select *, case when row_number() over "of" > 1 then lag("link") over "of" else (
                select case when e.{is_active} then e.{link_hash} end from {effectivity} as e
                where e.{driving} = "state"."key" and e.{load_date} < "state"."from"
                order by e.{load_date} desc, e.{is_active} desc limit 1) end as "before"
              from "state" window "of" as (partition by "key" order by "at")
            ), "wanted" as materialized (
              select c."key", c."at", c."lsn", e."link", e."opens"
              from "change" as c cross join lateral (values (c."before", false), (c."link", true)) as e ("link", "opens")
              where c."link" is distinct from c."before" and e."link" is not null
            ), "surplus" as (
              delete from {effectivity} as e using "affected" as a
              where e.{driving} = a."key" and e.{load_date} >= a."from" and not exists (
                select from "wanted" as w where w."link" = e.{link_hash} and w."at" = e.{load_date})
              returning e.{link_hash} as "link"
            ), "found" as (
              insert into {link_table} as l ({link_columns})
              select distinct on ("link") "link", {end_names}, "at", {record_source} from "change"
              where "link" is distinct from "before" and "link" is not null order by "link", "at"
              on conflict ({link_hash}) do update set {load_date} = excluded.{load_date}
              where excluded.{load_date} < l.{load_date}
              returning xmax = 0 as "added"
            ), "moved" as (
              insert into {effectivity} as e ({link_hash}, {load_date}, {is_active}, {driving}, {lsn})
              select "link", "at", "opens", "key", "lsn" from "wanted"
              on conflict ({link_hash}, {load_date}) do update set {is_active} = excluded.{is_active}
              where e.{is_active} <> excluded.{is_active}
              returning xmax = 0 as "added"
            )
            select (select count(*) from "found" where "added"),
              (select count(*) from "moved" where "added") - (select count(*) from "surplus"),
              (select array_agg(distinct "link") from "surplus")""";

    /** What columns of referred rows led to them since their first staged change, where that is not as before. */
    private static final String MOVED =
            """
            , "target {number}" as (
              select {target_key} as "key", min("#load_date") as "from", (array_agg("#lsn" order by "#load_date"))[1] as "lsn"
              from {target_stage} group by 1
            ), "moved {number}" as materialized (
              select {values}, min(t."from") as "from", (array_agg(t."lsn" order by t."from"))[1] as "lsn"
              from "target {number}" as t join lateral (
                select {held} from {satellite} as x where x.{hash} = t."key" and (x.{load_date} >= t."from" or x.{load_date} = (
                  select max(y.{load_date}) from {satellite} as y where y.{hash} = t."key" and y.{load_date} < t."from"))
              ) as v on true
              where exists (select from {status_table} as l where l.{hash} = t."key" and l.{load_date} >= t."from")
                or exists (select from {satellite} as x where x.{hash} = t."key" and x.{load_date} >= t."from"
                  and row({now})::text is distinct from (select row({earlier})::text from {satellite} as y
                    where y.{hash} = t."key" and y.{load_date} < x.{load_date} order by y.{load_date} desc limit 1))
              group by {values}
            )""";

    private static final String TARGET_MOMENTS =
            """
            select t."at", t."lsn" from (
                  select distinct {held} from {own_satellite} as x where x.{own_hash} = a."key" and (x.{load_date} >= a."from"
                    or x.{load_date} = (select max(y.{load_date}) from {own_satellite} as y
                      where y.{own_hash} = a."key" and y.{load_date} < a."from"))
                ) as v join lateral (
                  select distinct c.{hash} as "hub" from {satellite} as c where {same}
                ) as c on true join lateral (
                  select x.{load_date} as "at", x.{lsn} as "lsn" from {satellite} as x
                  where x.{hash} = c."hub" and x.{load_date} >= a."from"
                  union all select x.{load_date}, x.{lsn} from {status_table} as x
                  where x.{hash} = c."hub" and x.{load_date} >= a."from"
                ) as t on true""";

    /**
     * The row that a row refers to at a moment; of several, which a unique key at the source rules out, always the
     * same.
     */
    private static final String END =
            """

              left join lateral (
                select h.* from (
                  select {held} from {own_satellite} as x
                  where x.{own_hash} = m."key" and x.{load_date} <= m."at" order by x.{load_date} desc limit 1
                ) as v join lateral (
                  select distinct c.{hash} from {satellite} as c where {same}
                ) as c on true join {hub} as h on h.{hash} = c.{hash}
                where (select row({now}) = row({values}) from {satellite} as x
                    where x.{hash} = c.{hash} and x.{load_date} <= m."at" order by x.{load_date} desc limit 1)
                  and (select l.{status} = 'C' from {status_table} as l
                    where l.{hash} = c.{hash} and l.{load_date} <= m."at" order by l.{load_date} desc limit 1)
                order by h.{hash} limit 1
              ) as {end} on true""";

    private static final String OWN_MOMENTS =
            """
            select x.{load_date} as "at", x.{lsn} as "lsn" from {table} as x
                where x.{own_hash} = a."key" and x.{load_date} >= a."from\"""";

    private static final String LIVES =
            """
            (select l.{status} = 'C' from {status_table} as l
                where l.{own_hash} = m."key" and l.{load_date} <= m."at" order by l.{load_date} desc limit 1)""";

    /** One for all links of a vault, so that none waits for another in a circle. */
    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtext('cdc-vault resolved links'), hashtext(%s))";

    private static final String TRIM =
            """
            with "never" as (
              delete from {link_table} as l where l.{link_hash} = any(?)
                and not exists (select from {effectivity} as e where e.{link_hash} = l.{link_hash})
              returning true
            ), "later" as (
              update {link_table} as l set {load_date} = e."first" from (
                select {link_hash}, min({load_date}) as "first" from {effectivity} where {link_hash} = any(?) group by 1
              ) as e where e.{link_hash} = l.{link_hash} and l.{load_date} <> e."first"
            )
            select count(*) from "never\"""";

    private final DSLContext renderer;
    private final VaultModel model;
    private final SourceTable source;
    private final Naming naming;
    private final String ownHash;

    ResolvedLinks(DSLContext renderer, VaultModel model, SourceTable source) {
        this.renderer = renderer;
        this.model = model;
        this.source = source;
        this.naming = model.settings().naming();
        this.ownHash = model.isHub(source.row()) ? quoted(naming.hashKey(model.hub(source.row()))) : "";
    }

    List<ResolvedLink> compile() {
        return source.resolved().stream().map(this::compile).toList();
    }

    /** A reference that is an end of the link, under the number that its parts have in the statement. */
    private record End(int number, String role, ReferencePath path) {

        String name() {
            return quoted("end " + number);
        }
    }

    private ResolvedLink compile(LinkFeed feed) {
        Link link = model.link(feed.link());
        List<End> ends = ends(feed);
        Hub hub = model.hub(source.row());
        List<String> endKeys = new ArrayList<>();
        List<Field<?>> businessKeys = new ArrayList<>();
        for (Role role : link.roles()) {
            String from = from(ends, Objects.requireNonNull(feed.roles().get(role.name())));
            Hub end = model.hub(role.hub());
            endKeys.add(quoted(from) + "." + quoted(naming.hashKey(end)));
            end.businessKey().forEach(column -> businessKeys.add(DSL.field(DSL.name(from, column.name()))));
        }
        String key = renderer.renderInlined(
                HashRecipe.named(model.settings().hash(), model.settings().algorithm())
                        .key(businessKeys));
        String isOpen = Stream.concat(
                        Stream.of(SqlText.of(LIVES)
                                .with("status", quoted(naming.status()))
                                .with("status_table", table(naming.statusTable(hub)))
                                .with("own_hash", ownHash)
                                .with("load_date", quoted(naming.loadDate()))
                                .sql()),
                        ends.stream()
                                .map(end -> end.name() + "."
                                        + quoted(naming.hashKey(
                                                end.path().target().hub())) + " is not null"))
                .collect(joining(" and "));
        String statement = linked(TEMPLATE, link)
                .with("own_key", stagedKey(source))
                .with("own_stage", stage(source))
                .with("own_hub", table(hub.name()))
                .with("own_hash", ownHash)
                .with("moved", ends.stream().map(this::moved).collect(joining()))
                .with("followers", ends.stream().map(this::followers).collect(joining()))
                .with("moments", moments(hub, ends))
                .with("link_key", "case when " + isOpen + " then " + key + " end")
                .with("end_keys", numbered(endKeys.size(), number -> endKeys.get(number) + " as " + value(number)))
                .with("ends", ends.stream().map(this::end).collect(joining()))
                .with("end_names", numbered(endKeys.size(), ResolvedLinks::value))
                .with(
                        "link_columns",
                        Stream.of(
                                        Stream.of(quoted(naming.hashKey(link))),
                                        link.roles().stream()
                                                .map(naming::roleKey)
                                                .map(Identifiers::quoted),
                                        Stream.of(quoted(naming.loadDate()), quoted(naming.recordSource())))
                                .flatMap(names -> names)
                                .collect(joining(", ")))
                .with("record_source", literal(source.recordSource()))
                .with("is_active", quoted(naming.isActive()))
                .with("driving", quoted(naming.drivingKey()))
                .with("lsn", quoted(naming.sourceLsn()))
                .sql();
        Set<TableName> tables = new LinkedHashSet<>(List.of(source.table()));
        ends.forEach(end -> tables.add(end.path().target().source().table()));
        return new ResolvedLink(
                link.name(),
                naming.effectivityTable(link),
                tables,
                LOCK.formatted(literal(model.settings().schema())),
                statement,
                linked(TRIM, link).sql());
    }

    private SqlText linked(String template, Link link) {
        return SqlText.of(template)
                .with("link_table", table(link.name()))
                .with("effectivity", table(naming.effectivityTable(link)))
                .with("link_hash", quoted(naming.hashKey(link)))
                .with("load_date", quoted(naming.loadDate()));
    }

    private List<End> ends(LinkFeed feed) {
        List<String> roles = feed.roles().values().stream()
                .filter(role -> source.reference(role).isPresent())
                .toList();
        return IntStream.range(0, roles.size())
                .mapToObj(number -> {
                    Reference reference = source.reference(roles.get(number)).orElseThrow();
                    return new End(
                            number,
                            roles.get(number),
                            ReferencePath.of(model, source, reference).orElseThrow());
                })
                .toList();
    }

    /** Not quoted. */
    private static String from(List<End> ends, String role) {
        return ends.stream()
                .filter(end -> end.role().equals(role))
                .map(end -> "end " + end.number())
                .findFirst()
                .orElse("own");
    }

    private String moved(End end) {
        Side target = end.path().target();
        return SqlText.of(MOVED)
                .with("number", Integer.toString(end.number()))
                .with("target_key", stagedKey(target.source()))
                .with("target_stage", stage(target.source()))
                .with("values", values(target, "v"))
                .with("held", held(target, "x"))
                .with("now", columns(target, "x"))
                .with("earlier", columns(target, "y"))
                .with("satellite", table(target.satellite().name()))
                .with("status_table", table(naming.statusTable(target.hub())))
                .with("hash", quoted(naming.hashKey(target.hub())))
                .with("load_date", quoted(naming.loadDate()))
                .sql();
    }

    private String followers(End end) {
        Side own = end.path().own();
        return " union all\n    select s." + ownHash + ", v.\"from\", v.\"lsn\" from " + quoted("moved " + end.number())
                + " as v join " + table(own.satellite().name()) + " as s on " + same(own, "s");
    }

    private String moments(Hub hub, List<End> ends) {
        Set<String> tables = new LinkedHashSet<>(List.of(naming.statusTable(hub)));
        ends.forEach(end -> tables.add(end.path().own().satellite().name()));
        return Stream.of(
                        // A snapshot shows a row without a version: what the vault has of its link may be damaged.
                        Stream.of("select a.\"from\" as \"at\", a.\"lsn\" as \"lsn\""),
                        tables.stream().map(this::ownMoments),
                        ends.stream().map(this::targetMoments))
                .flatMap(each -> each)
                .collect(joining("\n    union all "));
    }

    private String ownMoments(String table) {
        return SqlText.of(OWN_MOMENTS)
                .with("table", table(table))
                .with("own_hash", ownHash)
                .with("load_date", quoted(naming.loadDate()))
                .with("lsn", quoted(naming.sourceLsn()))
                .sql();
    }

    private String targetMoments(End end) {
        Side target = end.path().target();
        return SqlText.of(TARGET_MOMENTS)
                .with("held", held(end.path().own(), "x"))
                .with("own_satellite", table(end.path().own().satellite().name()))
                .with("own_hash", ownHash)
                .with("same", same(target, "c"))
                .with("satellite", table(target.satellite().name()))
                .with("status_table", table(naming.statusTable(target.hub())))
                .with("hash", quoted(naming.hashKey(target.hub())))
                .with("load_date", quoted(naming.loadDate()))
                .with("lsn", quoted(naming.sourceLsn()))
                .sql();
    }

    private String end(End end) {
        Side target = end.path().target();
        return SqlText.of(END)
                .with("held", held(end.path().own(), "x"))
                .with("own_satellite", table(end.path().own().satellite().name()))
                .with("own_hash", ownHash)
                .with("same", same(target, "c"))
                .with("now", columns(target, "x"))
                .with("values", values(target, "v"))
                .with("satellite", table(target.satellite().name()))
                .with("hub", table(target.hub().name()))
                .with("status_table", table(naming.statusTable(target.hub())))
                .with("status", quoted(naming.status()))
                .with("hash", quoted(naming.hashKey(target.hub())))
                .with("load_date", quoted(naming.loadDate()))
                .with("end", end.name())
                .sql();
    }

    private String stagedKey(SourceTable table) {
        Staging staging = new Staging(model, table);
        return renderer.renderInlined(
                new VaultKeys(model, table, staging).hubKeyExpression(table.hubFeed(table.row())));
    }

    private String stage(SourceTable table) {
        return quoted(new Staging(model, table).tableName());
    }

    private String table(String name) {
        return Identifiers.qualified(model.settings().schema(), name);
    }

    /** A side's columns. */
    private static String columns(Side side, String alias) {
        return side.attributes().stream()
                .map(Column::name)
                .map(name -> alias + "." + quoted(name))
                .collect(joining(", "));
    }

    /** The same under names that both sides have. */
    private static String held(Side side, String alias) {
        return numbered(
                side.attributes().size(),
                number -> alias + "." + quoted(side.attributes().get(number).name()) + " as " + value(number));
    }

    /** These names. */
    private static String values(Side side, String alias) {
        return numbered(side.attributes().size(), number -> alias + "." + value(number));
    }

    /** Whether a side's columns have the values of {@code v}. */
    private static String same(Side side, String alias) {
        List<String> names = side.attributes().stream().map(Column::name).toList();
        return IntStream.range(0, names.size())
                .mapToObj(number -> alias + "." + quoted(names.get(number)) + " = v." + value(number))
                .collect(joining(" and "));
    }

    private static String numbered(int count, IntFunction<String> form) {
        return IntStream.range(0, count).mapToObj(form).collect(joining(", "));
    }

    private static String value(int number) {
        return quoted("#" + number);
    }
}

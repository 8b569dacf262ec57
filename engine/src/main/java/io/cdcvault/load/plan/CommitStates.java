package io.cdcvault.load.plan;

import io.cdcvault.database.Identifiers;
import io.cdcvault.load.plan.Staging.StagedColumn;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Makes the state at commit the last one, where the order inside a transaction does not: a key that the master checks
 * only at the end of a statement or transaction may be deleted with one row after it was created with another.
 *
 * <p>Of each key and transaction, creations and deletions are set off against each other row by row; a row is known
 * from others by the columns by which the log knows it, or else by its whole image. A row that is left over is the one
 * that has the key at commit, and deletions after it are taken back. When none is left over and none was there before,
 * the transaction did nothing to the key that can be seen from outside. Of a row that a filter leaves out for a while,
 * the last change says whether it has the key in the vault.
 *
 * <p>Why: docs/decisions/0016-state-at-commit.md
 */
public final class CommitStates {

    /** A disappearance that names no row, as with a truncate, takes all that was there. */
    private static final String TEMPLATE =
            """
            with "keyed" as (
              select "#seq", "#load_date", "#live"{exists}, "#event", row({key})::text as "#key", row({image})::text as "#image"
              from {stage} where "#load_date" = any(?::timestamptz[])
            ), "reset" as (
              select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
                last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
              from "keyed"
              window "key" as (partition by "#key", "#load_date" order by "#seq"
                rows between unbounded preceding and unbounded following)
            ), "event" as (
              select *, {row} as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
            ), "row" as (
              select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
                sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
                (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"{left_out}
              from "event" group by "#key", "#load_date", "#reset", "#row"
            ), "state" as (
              select *, not "#is_new" or "#net" < 0 as "#was_there",
                {is_there} as "#is_there"
              from "row"
            ), "verdict" as (
              select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
                not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
              from "state" group by "#key", "#load_date"
            )
            delete from {stage} where "#seq" in (
              select e."#seq" from "event" as e
              join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
              where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
            returning row({key})::text, (extract(epoch from "#load_date") * 1000000)::bigint,
              case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end""";

    private static final String IS_THERE = "\"#net\" + (not \"#is_new\" or \"#net\" < 0)::integer > 0";

    /** Whether a filter leaves the row out after one of the changes, and whether it is in the vault after the last. */
    private static final String LEFT_OUT =
            """
            ,
                bool_or("#exists" and not "#live") as "#is_left_out", (array_agg("#live" order by "#seq" desc))[1] as "#is_in\"""";

    /** Before anything is created in a transaction a key has one row, whose last update shows what became of it. */
    private static final String BY_IMAGE =
            """
            case when "#event" is null then first_value("#image") over (partition by "#key", "#load_date"
              order by "#event" is null desc, "#seq" desc) else "#image" end""";

    private final DSLContext renderer;
    private final Staging staging;
    private final RowColumns row;
    private final String key;
    private final Map<Set<String>, String> statements = new ConcurrentHashMap<>();

    CommitStates(DSLContext renderer, VaultModel model, SourceTable source, Staging staging, VaultKeys keys) {
        this.renderer = renderer;
        this.staging = staging;
        this.row = new RowColumns(model, source, staging);
        this.key =
                keys.rowKeyExpressions().stream().map(renderer::renderInlined).collect(Collectors.joining(", "));
    }

    /**
     * The statement that takes back what does not hold at commit; parameter: the load dates of the transactions. It
     * returns of each change that it takes back the key, the load date, and by how many rows it changed those that have
     * the key: 1, 0 or -1.
     *
     * @param identity the source's columns by which the log knows a row; none when it holds whole images
     */
    public String statement(Set<String> identity) {
        return statements.computeIfAbsent(Set.copyOf(identity), this::compile);
    }

    private String compile(Set<String> identity) {
        List<String> image = identity.isEmpty()
                ? staging.sourceColumns().stream().map(StagedColumn::staged).toList()
                : row.staged(identity);
        return SqlText.of(TEMPLATE)
                .with("stage", renderer.render(staging.table()))
                .with("exists", staging.isFiltered() ? ", " + staging.there() + " as \"#exists\"" : "")
                .with("left_out", staging.isFiltered() ? LEFT_OUT : "")
                .with(
                        "is_there",
                        staging.isFiltered()
                                ? "case when \"#is_left_out\" then \"#is_in\" else " + IS_THERE + " end"
                                : IS_THERE)
                .with("key", key)
                .with("image", image.stream().map(Identifiers::quoted).collect(Collectors.joining(", ")))
                .with("row", identity.isEmpty() ? BY_IMAGE : "\"#image\"")
                .sql();
    }
}

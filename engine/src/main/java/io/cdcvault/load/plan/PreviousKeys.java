package io.cdcvault.load.plan;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Schema;

/**
 * Ends the key that an updated row had before, where the master's log does not hold it: the source knows the row by
 * columns that do not hold the key by which the vault knows it. The key before stands in the row's state before, staged
 * or in the vault, found by the columns by which the source knows the row.
 */
public final class PreviousKeys {

    /** A row that still has its key is found by that key; only for the others is the vault searched. */
    private static final String TEMPLATE =
            """
            with "event" as (
              select "#seq", "#event", "#load_date", "#lsn", {all}, {parent_key} as "#key",
                lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", {keys_before}
              from {stage} where row({known}) is not null window "row" as (partition by {known} order by "#seq")
            ), "first" as materialized (
              select * from "event" where "#event" = 'u' and "#before" is null
            ), "lost" as materialized (
              select * from "first" as w where not exists (select 1 from {satellite} as v where {same_key} and {same_attributes} and {is_newest})
            ), "candidate" as materialized (
              select w."#seq" as "#of", v.* from "lost" as w join {satellite} as v on {same_attributes}
            ), "found" as (
              select distinct on (v."#of") v."#of", {found_key}
              from "candidate" as v join "lost" as w on w."#seq" = v."#of"
              {joins}
              where {is_newest}{same_known}
              order by v."#of", v.{load_date} desc
            ), "ended" as (
              select "#seq", "#load_date", "#lsn", {ended}
              from "event" where "#event" = 'u' and "#was_live" and row({key}) is distinct from row({before})
              union all
              select w."#seq", w."#load_date", w."#lsn", {lost}
              from "found" as f join "lost" as w on w."#seq" = f."#of"
            ), "staged" as (
              insert into {stage} ("#seq", {there}, "#load_date", "#lsn", "#event", {all})
              select "#seq" - 1, false, "#load_date", "#lsn", 'd', {all} from "ended"
            )
            update {stage} as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
            from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
            returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm'""";

    private final DSLContext renderer;
    private final VaultModel model;
    private final Schema schema;
    private final Staging staging;
    private final VaultKeys keys;
    private final RowColumns row;
    private final Map<Set<String>, Optional<String>> statements = new ConcurrentHashMap<>();

    PreviousKeys(
            DSLContext renderer, VaultModel model, Schema schema, SourceTable source, Staging staging, VaultKeys keys) {
        this.renderer = renderer;
        this.model = model;
        this.schema = schema;
        this.staging = staging;
        this.keys = keys;
        this.row = new RowColumns(model, source, staging);
    }

    /**
     * The statement that stages the deletions of previous keys, right before the updates that gave them up; returns the
     * load date of each, in microseconds, and whether the update has yet to be filled in.
     *
     * @param identity the source's columns by which the log knows a row
     * @return empty when the vault does not hold those columns beside the row
     */
    public Optional<String> statement(Set<String> identity) {
        return statements.computeIfAbsent(Set.copyOf(identity), this::compile);
    }

    private Optional<String> compile(Set<String> identity) {
        return staging.hasComputedKey()
                ? Optional.empty()
                : row.describing(identity).map(feed -> statement(feed, identity));
    }

    private String statement(SatelliteFeed feed, Set<String> identity) {
        Naming naming = model.settings().naming();
        Map<String, String> expressions = row.expressions(feed);
        List<String> known = row.staged(identity);
        List<String> key = List.copyOf(row.rowKey());
        List<String> all = new ArrayList<>(key);
        known.stream().filter(column -> !key.contains(column)).forEach(all::add);
        List<String> attributes =
                known.stream().filter(column -> !key.contains(column)).toList();
        Function<String, String> before = column -> quoted("#before " + key.indexOf(column));
        Function<String, String> same = column -> expressions.get(column) + " = w." + quoted(column);
        return SqlText.of(TEMPLATE)
                .with("stage", renderer.render(staging.table()))
                .with("there", staging.there())
                .with("all", each(all, Identifiers::quoted, ", "))
                .with("parent_key", renderer.renderInlined(keys.parentKeyExpression(feed)))
                .with(
                        "keys_before",
                        each(
                                key,
                                column -> "lag(" + quoted(column) + ") over \"row\" as " + before.apply(column),
                                ", "))
                .with("known", each(known, Identifiers::quoted, ", "))
                .with("satellite", renderer.render(schema.getTable(feed.satellite())))
                .with("same_key", sameKey(feed))
                .with("same_attributes", each(attributes, same, " and "))
                .with("is_newest", row.isNewestAndLive(feed))
                .with("found_key", each(key, column -> expressions.get(column) + " as " + quoted(column), ", "))
                .with("joins", row.joins(feed))
                .with(
                        "same_known",
                        known.stream()
                                .filter(key::contains)
                                .map(column -> " and " + same.apply(column))
                                .collect(Collectors.joining()))
                .with("load_date", quoted(naming.loadDate()))
                .with(
                        "ended",
                        each(
                                all,
                                column -> (key.contains(column) ? before.apply(column) + " as " : "") + quoted(column),
                                ", "))
                .with("key", each(key, Identifiers::quoted, ", "))
                .with("before", each(key, before, ", "))
                .with("lost", each(all, column -> (key.contains(column) ? "f." : "w.") + quoted(column), ", "))
                .sql();
    }

    private String sameKey(SatelliteFeed feed) {
        Map<String, String> children = new LinkedHashMap<>();
        model.satellite(feed.satellite())
                .childKey()
                .forEach(child ->
                        children.put(child.name(), keys.attribute(feed, child).getName()));
        return "v." + quoted(row.parentKey(model.satellite(feed.satellite()))) + " = w.\"#key\""
                + children.entrySet().stream()
                        .map(child -> " and v." + quoted(child.getKey()) + " = w." + quoted(child.getValue()))
                        .collect(Collectors.joining());
    }

    private static String each(List<String> columns, Function<String, String> form, String between) {
        return columns.stream().map(form).collect(Collectors.joining(between));
    }
}

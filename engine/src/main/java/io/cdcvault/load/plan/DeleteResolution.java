package io.cdcvault.load.plan;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.database.Identifiers;
import io.cdcvault.load.plan.Staging.StagedColumn;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Finds out which row a deletion means that does not carry the columns by which the vault knows the row: with any
 * replica identity but full, a deletion carries the source's identifying columns only. They stand, beside the others,
 * in the row's state before, staged or in the vault.
 */
public final class DeleteResolution {

    /** A deletion follows the newest staged state of its row, or else means what the vault holds. */
    private static final String TEMPLATE =
            """
            with "state" as (
              select *, count(*) filter (where "#live") over (partition by {known} order by "#seq") as "#nth"
              from {stage} where row({known}) is not null
            ), "carried" as (
              select "#seq", "#nth", {known}, not "#live" and "#toasted" && array[{lacking_names}] as "#lacks", {carried}
              from "state" window "row" as (partition by {known}, "#nth" order by "#seq")
            ), "wanted" as materialized (
              select * from "carried" where "#lacks"
            ), "candidate" as materialized (
              select w."#seq", v.* from "wanted" as w join {satellite} as v on {same_attributes} where w."#nth" = 0
            ), "found" as (
              select distinct on (v."#seq") v."#seq", {found_key}
              from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
              {joins}
              where {conditions}
              order by v."#seq", v.{load_date} desc
            )
            update {stage} as s set {completed}, "#toasted" = array(select unnest(s."#toasted") except select unnest(array[{lacking_names}]))
            from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
            where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null)""";

    private final DSLContext renderer;
    private final VaultModel model;
    private final SourceTable source;
    private final Staging staging;
    private final RowColumns identity;
    private final Map<Set<String>, Optional<String>> statements = new ConcurrentHashMap<>();

    DeleteResolution(DSLContext renderer, VaultModel model, SourceTable source, Staging staging) {
        this.renderer = renderer;
        this.model = model;
        this.source = source;
        this.staging = staging;
        this.identity = new RowColumns(model, source, staging);
    }

    /**
     * The statement that completes deletions, as far as the rows can be found.
     *
     * @param known the source's columns that the deletions carry
     * @return empty when the vault does not hold those columns beside the row
     */
    public Optional<String> statement(Set<String> known) {
        return statements.computeIfAbsent(Set.copyOf(known), this::compile);
    }

    private Optional<String> compile(Set<String> known) {
        if (staging.hasComputedKey()) {
            return Optional.empty();
        }
        return source.satellites().stream()
                .filter(feed -> identity.describesRow(feed))
                .map(feed -> columns(feed, known).map(columns -> statement(feed, columns)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** @param inVault by staged column that a deletion carries, where the vault has it */
    private record Columns(Map<String, String> inVault, List<String> lacking) {}

    private Optional<Columns> columns(SatelliteFeed feed, Set<String> known) {
        Map<String, String> expressions = identity.expressions(feed);
        Map<String, String> given = new LinkedHashMap<>();
        for (String column : known) {
            Optional<String> staged = staging.sourceColumns().stream()
                    .filter(each -> each.name().equals(column))
                    .map(StagedColumn::staged)
                    .filter(expressions::containsKey)
                    .findFirst();
            if (staged.isEmpty()) {
                return Optional.empty();
            }
            given.put(staged.get(), Objects.requireNonNull(expressions.get(staged.get())));
        }
        List<String> lacking = staging.sourceColumns().stream()
                .filter(column -> identity.rowKey().contains(column.staged()))
                .filter(column -> !known.contains(column.name()))
                .map(StagedColumn::staged)
                .toList();
        // By business keys alone the satellite is not looked into: such columns would not identify the row.
        boolean byAttribute =
                given.keySet().stream().anyMatch(column -> !identity.rowKey().contains(column));
        return lacking.isEmpty() || !byAttribute ? Optional.empty() : Optional.of(new Columns(given, lacking));
    }

    private String statement(SatelliteFeed feed, Columns columns) {
        Naming naming = model.settings().naming();
        List<String> given = new ArrayList<>(columns.inVault().keySet());
        List<String> lacking = columns.lacking();
        Map<String, String> expressions = identity.expressions(feed);
        List<String> attributes = given.stream()
                .filter(column -> !identity.rowKey().contains(column))
                .toList();
        List<String> inHubs = given.stream()
                .filter(column -> identity.rowKey().contains(column))
                .toList();
        String same = each(attributes, column -> same(column, expressions), " and ");
        String conditions = identity.isNewestAndLive(feed)
                + inHubs.stream()
                        .map(column -> " and " + same(column, expressions))
                        .collect(Collectors.joining());
        return SqlText.of(TEMPLATE)
                .with("stage", renderer.render(staging.table()))
                .with("known", each(given, Identifiers::quoted, ", "))
                .with("lacking_names", each(lacking, Identifiers::literal, ", "))
                .with("carried", each(lacking, this::carried, ", "))
                .with("satellite", identity.table(feed.satellite()))
                .with("same_attributes", same)
                .with("found_key", each(lacking, column -> expressions.get(column) + " as " + quoted(column), ", "))
                .with("joins", identity.joins(feed))
                .with("conditions", conditions)
                .with("load_date", quoted(naming.loadDate()))
                .with("completed", each(lacking, this::completed, ", "))
                .sql();
    }

    private String carried(String column) {
        return "first_value(" + quoted(column) + ") over \"row\" as " + quoted(FittingName.of("#" + column));
    }

    private String completed(String column) {
        return quoted(column) + " = case when w.\"#nth\" > 0 then w." + quoted(FittingName.of("#" + column))
                + " else f." + quoted(column) + " end";
    }

    private String same(String column, Map<String, String> expressions) {
        return expressions.get(column) + " = w." + quoted(column);
    }

    private static String each(List<String> columns, Function<String, String> form, String between) {
        return columns.stream().map(form).collect(Collectors.joining(between));
    }
}

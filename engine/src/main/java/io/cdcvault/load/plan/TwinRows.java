package io.cdcvault.load.plan;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * Finds a second row of the source under a key that a row of the vault has already. Only a unique key of the source
 * rules that out; without one, two rows would become one, and the deletion of the first would end both.
 */
public final class TwinRows {

    /**
     * Of each key and transaction: a row was there, or one was created, more often than was deleted; what was taken
     * back because it does not hold at commit counts too. A snapshot shows each row once.
     */
    private static final String TEMPLATE =
            """
            with "keyed" as (
              select "#seq", "#load_date", "#live", "#event", "#row_key", {key_parts} from {stage} where {first_part} is not null
            ), "transaction" as (
              select {key}, "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
                count(*) filter (where "#event" in ('c', 'm')) as "#created",
                count(*) filter (where not "#live") as "#deleted",
                count(*) filter (where "#live" and "#event" is null) as "#shown",
                (array_agg("#live" order by "#seq" desc))[1] as "#lives"
              from "keyed" group by {key}, "#load_date"
            ), "taken" as (
              select "#key", "#load_date", sum("#net") as "#taken"
              from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
              group by "#key", "#load_date"
            ), "state" as (
              select t.*, coalesce("#taken", 0) as "#taken",
                lag("#lives") over (partition by {key} order by t."#load_date") as "#lived"
              from "transaction" as t
              left join "taken" as k on k."#key" = row({key})::text and k."#load_date" = t."#load_date"
            )
            select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
            from "state" as s
            where "#created" > 0 and "#created" - "#deleted" + "#taken"
                + coalesce("#lived", ({is_live}), false)::integer > 1
              or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0""";

    private final String statement;

    TwinRows(DSLContext renderer, VaultModel model, SourceTable source, Staging staging, VaultKeys keys) {
        List<String> aliased = new ArrayList<>();
        List<String> aliases = new ArrayList<>();
        List<Field<?>> parts = keys.rowKeyExpressions();
        for (int i = 0; i < parts.size(); i++) {
            aliases.add("\"#key " + i + "\"");
            aliased.add(renderer.renderInlined(parts.get(i)) + " as " + aliases.get(i));
        }
        this.statement = SqlText.of(TEMPLATE)
                .with("stage", renderer.render(staging.table()))
                .with("key_parts", String.join(", ", aliased))
                .with("first_part", renderer.renderInlined(parts.get(0)))
                .with("key", String.join(", ", aliases))
                .with("is_live", isLive(model, source))
                .sql();
    }

    /**
     * Returns key and load date of the rows to be set aside. Parameters: key, load date and number of rows of each
     * change that {@link CommitStates} took back, then the load dates of snapshots.
     */
    public String statement() {
        return statement;
    }

    /** Whether the row that has the key of the state {@code s} lives in the vault. */
    private static String isLive(VaultModel model, SourceTable source) {
        Naming naming = model.settings().naming();
        Map<String, String> key = new LinkedHashMap<>();
        String table;
        String life;
        if (model.isHub(source.row())) {
            table = naming.statusTable(model.hub(source.row()));
            key.put(naming.hashKey(model.hub(source.row())), "\"#key 0\"");
            life = quoted(naming.status()) + " = 'C'";
        } else if (model.isLink(source.row())) {
            table = naming.effectivityTable(model.link(source.row()));
            key.put(naming.hashKey(model.link(source.row())), "\"#key 0\"");
            life = quoted(naming.isActive());
        } else {
            Satellite satellite = model.satellite(source.row());
            table = satellite.name();
            String parent = satellite.parent();
            key.put(
                    model.isLink(parent) ? naming.hashKey(model.link(parent)) : naming.hashKey(model.hub(parent)),
                    "\"#key 0\"");
            int part = 1;
            for (Column child : satellite.childKey()) {
                key.put(child.name(), "\"#key " + part++ + "\"");
            }
            life = quoted(naming.isActive());
        }
        String same = key.entrySet().stream()
                .map(column -> "v." + quoted(column.getKey()) + " = s." + column.getValue())
                .collect(Collectors.joining(" and "));
        return "select v." + life + " from "
                + Identifiers.qualified(model.settings().schema(), table) + " as v where " + same + " order by v."
                + quoted(naming.loadDate()) + " desc limit 1";
    }
}

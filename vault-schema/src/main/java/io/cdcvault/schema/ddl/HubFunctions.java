package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.query;
import static org.jooq.impl.DSL.raw;
import static org.jooq.impl.DSL.select;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.hash.SessionSettings;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Query;

/**
 * For each hub, the hash key of a business key. It is the same in every session: the function brings the settings that
 * a value's text depends on, so that PostgreSQL may compute it once a query and use it with an index.
 */
final class HubFunctions {

    private final ExistingColumns existing;
    private final String schema;
    private final HashRecipe recipe;
    private final String hashType;

    HubFunctions(VaultModel model, ExistingColumns existing) {
        this.existing = existing;
        this.schema = model.settings().schema();
        this.recipe = HashRecipe.named(model.settings().hash(), model.settings().algorithm());
        this.hashType = new StandardColumns(model).hash("", "").type();
    }

    Stream<Query> of(Hub hub) {
        List<Column> key = hub.businessKey();
        List<Field<?>> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            // A parameter's type has no length and no scale.
            values.add(
                    field("cast({0} as {1})", raw("$" + (i + 1)), raw(key.get(i).type())));
        }
        String body = Renderer.sql(select(recipe.key(values)));
        if (existing.hasFunctions(ViewNames.hashKeyOf(hub), Set.of(body))) {
            return Stream.empty();
        }
        return Stream.of(
                query(
                        "create or replace function {0} returns {1} language sql immutable parallel safe {2} as {3}",
                        raw(signature(hub)),
                        raw(hashType),
                        raw(String.join(" ", SessionSettings.ofValues())),
                        inline(body)),
                query(
                        "comment on function {0} is {1}",
                        raw(signature(hub)),
                        inline("Hash key of "
                                + key.stream().map(Column::name).collect(Collectors.joining(", ")) + " in "
                                + hub.name())));
    }

    private String signature(Hub hub) {
        return Renderer.sql(name(schema, ViewNames.hashKeyOf(hub)))
                + hub.businessKey().stream().map(Column::type).collect(Collectors.joining(", ", "(", ")"));
    }
}

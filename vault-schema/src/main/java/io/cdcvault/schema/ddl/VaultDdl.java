package io.cdcvault.schema.ddl;

import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Query;
import org.jooq.impl.DSL;

/**
 * The statements that create a vault. They may run again over a vault that they have created: tables and indexes that
 * exist stay, views and functions are replaced. A vault of an earlier model gets the columns that it lacks.
 */
public final class VaultDdl {

    private VaultDdl() {}

    /** In the order in which they run; the same model gives the same statements. */
    public static List<Query> queries(VaultModel model) {
        return queries(model, ExistingColumns.NONE);
    }

    private static List<Query> queries(VaultModel model, ExistingColumns existing) {
        List<TableShape> tables = VaultTables.of(model);
        TableStatements statements = new TableStatements(model, existing);
        return Stream.of(
                        Stream.of(DSL.createSchemaIfNotExists(
                                DSL.name(model.settings().schema()))),
                        tables.stream().flatMap(statements::of),
                        others(model).stream().flatMap(statements::of),
                        new Views(model, existing).statements())
                .<Query>flatMap(queries -> queries)
                .toList();
    }

    /** Status tables that other sources fill: the view over a hub that both feed looks at them. */
    private static List<TableShape> others(VaultModel model) {
        Map<String, Map<String, String>> shared = model.settings().share().hubs();
        HubTables tables = new HubTables(model);
        String own = model.settings().share().source();
        return model.hubs().stream()
                .flatMap(hub -> shared.getOrDefault(hub.name(), Map.of()).entrySet().stream()
                        .filter(status -> !status.getKey().equals(own))
                        .map(status -> tables.status(hub, status.getValue())))
                .toList();
    }

    /** The same as texts, without a semicolon at the end. */
    public static List<String> statements(VaultModel model) {
        return statements(model, ExistingColumns.NONE);
    }

    /**
     * The same for a vault that an earlier model has created: nullable columns that its tables lack are added, and come
     * last in its views, so that what depends on these stays.
     *
     * @param existing of the vault's schema
     */
    public static List<String> statements(VaultModel model, ExistingColumns existing) {
        return queries(model, existing).stream().map(Renderer::sql).toList();
    }
}

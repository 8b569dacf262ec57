package io.cdcvault.schema.ddl;

import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Query;
import org.jooq.impl.DSL;

/**
 * The statements that create a vault. They may run again over a vault that they have created: tables and indexes that
 * exist are left alone, views and functions are replaced.
 */
public final class VaultDdl {

    private VaultDdl() {}

    /** In the order in which they run; the same model gives the same statements. */
    public static List<Query> queries(VaultModel model) {
        List<TableShape> tables = VaultTables.of(model);
        TableStatements statements = new TableStatements(model);
        return Stream.of(
                        Stream.of(DSL.createSchemaIfNotExists(
                                DSL.name(model.settings().schema()))),
                        tables.stream().flatMap(statements::of),
                        new Views(model).statements())
                .<Query>flatMap(queries -> queries)
                .toList();
    }

    /** The same as texts, without a semicolon at the end. */
    public static List<String> statements(VaultModel model) {
        return queries(model).stream().map(Renderer::sql).toList();
    }
}

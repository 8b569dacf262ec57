package io.cdcvault.codegen;

import io.cdcvault.local.postgres.PostgresServer;
import io.cdcvault.schema.ddl.VaultDdl;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ShippedModels;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.jooq.codegen.GenerationTool;

/** Applies a shipped model's DDL to a throw-away PostgreSQL and generates jOOQ's classes from what is there then. */
public final class GenerateClasses {

    private GenerateClasses() {}

    /**
     * Generates the classes, unless those there are up to date.
     *
     * @param arguments the directory that the classes go to
     */
    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        VaultModel model = ShippedModels.bookings();
        List<String> ddl = VaultDdl.statements(model);
        Freshness freshness = new Freshness(directory, String.join(";\n", ddl));
        if (!freshness.isFresh()) {
            generate(model, ddl, directory);
            freshness.remember();
        }
    }

    private static void generate(VaultModel model, List<String> ddl, Path directory) throws Exception {
        try (PostgresServer server = PostgresServer.temporary();
                Connection connection = server.connect()) {
            apply(ddl, connection);
            GenerationTool tool = new GenerationTool();
            tool.setConnection(connection);
            tool.run(GeneratorSettings.of(model, directory));
        }
    }

    private static void apply(List<String> ddl, Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            for (String sql : ddl) {
                statement.execute(sql);
            }
        }
    }
}

package io.cdcvault.codegen;

import io.cdcvault.servers.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.codegen.GenerationTool;

/** Applies the DDL of schemas to a throw-away PostgreSQL and generates jOOQ's classes from what is there then. */
public final class GenerateClasses {

    private GenerateClasses() {}

    /**
     * Generates the classes, unless those there are up to date.
     *
     * @param arguments the directory that the classes go to
     */
    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        List<GeneratedSchema> schemas = GeneratedSchema.all();
        Freshness freshness = new Freshness(directory, ddl(schemas));
        if (!freshness.isFresh()) {
            generate(schemas, directory);
            freshness.remember();
        }
    }

    private static void generate(List<GeneratedSchema> schemas, Path directory) throws Exception {
        try (PostgresServer server = PostgresServer.temporary();
                Connection connection = server.connect()) {
            for (GeneratedSchema schema : schemas) {
                apply(schema.ddl(), connection);
                GenerationTool tool = new GenerationTool();
                tool.setConnection(connection);
                tool.run(GeneratorSettings.of(schema, directory));
            }
        }
    }

    private static void apply(List<String> ddl, Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            for (String sql : ddl) {
                statement.execute(sql);
            }
        }
    }

    private static String ddl(List<GeneratedSchema> schemas) {
        return schemas.stream().flatMap(schema -> schema.ddl().stream()).collect(Collectors.joining(";\n"));
    }
}

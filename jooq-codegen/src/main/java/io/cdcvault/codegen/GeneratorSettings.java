package io.cdcvault.codegen;

import java.nio.file.Path;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.GeneratedAnnotationType;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;
import org.jooq.meta.postgres.PostgresDatabase;

/** The settings of jOOQ's generator. The output depends on the tables alone: no dates, no machine. */
final class GeneratorSettings {

    private GeneratorSettings() {}

    static Configuration of(GeneratedSchema schema, Path directory) {
        Generator generator = new Generator()
                .withName(VaultGenerator.class.getName())
                .withDatabase(database(schema))
                .withGenerate(generate())
                .withTarget(new Target().withPackageName(schema.packageName()).withDirectory(directory.toString()));
        return new Configuration().withLogging(Logging.WARN).withGenerator(generator);
    }

    private static Database database(GeneratedSchema schema) {
        return new Database()
                .withName(PostgresDatabase.class.getName())
                .withInputSchema(schema.schema())
                .withIncludes(".*")
                .withForcedTypes(schema.forcedTypes())
                .withIncludeRoutines(false)
                .withExcludes(".*_as_of")
                .withIncludeIndexes(false);
    }

    private static Generate generate() {
        return new Generate()
                .withGeneratedAnnotation(true)
                .withGeneratedAnnotationType(GeneratedAnnotationType.JAVAX_ANNOTATION_PROCESSING_GENERATED)
                .withGeneratedAnnotationDate(false)
                .withDeprecated(false)
                .withDeprecationOnUnknownTypes(false)
                .withRecords(false)
                .withImplicitJoinPathsToOne(false);
    }
}

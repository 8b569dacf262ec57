package io.cdcvault.codegen;

import io.cdcvault.schema.bookkeeping.Migrations;
import io.cdcvault.schema.bookkeeping.PresentationTables;
import io.cdcvault.schema.ddl.VaultDdl;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ShippedModels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.meta.jaxb.ForcedType;

/**
 * A schema that classes are generated from.
 *
 * @param packageName of the classes
 * @param schema its name in the database
 * @param ddl what makes it
 * @param forcedTypes what jOOQ takes some columns for
 */
record GeneratedSchema(String packageName, String schema, List<String> ddl, List<ForcedType> forcedTypes) {

    /** Log positions are read as text; what is written must be cast. */
    private static final ForcedType LSN_AS_TEXT =
            new ForcedType().withName("VARCHAR").withIncludeTypes("pg_lsn");

    static List<GeneratedSchema> all() {
        return List.of(vault(ShippedModels.bookings()), bookkeeping());
    }

    private static GeneratedSchema vault(VaultModel model) {
        return new GeneratedSchema(
                "io.cdcvault." + model.name(), model.settings().schema(), VaultDdl.statements(model), List.of());
    }

    /** The warehouse's tables and the presentation database's, in one schema: their names differ. */
    private static GeneratedSchema bookkeeping() {
        List<String> ddl = new ArrayList<>(List.of("create schema " + Migrations.SCHEMA, Migrations.TABLE));
        IntStream.rangeClosed(1, Migrations.newest())
                .mapToObj(Migrations::script)
                .forEach(ddl::add);
        ddl.addAll(PresentationTables.STATEMENTS);
        return new GeneratedSchema("io.cdcvault.bookkeeping.schema", Migrations.SCHEMA, ddl, List.of(LSN_AS_TEXT));
    }
}

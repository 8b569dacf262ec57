package io.cdcvault.codegen;

import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.DataTypeDefinition;
import org.jooq.meta.Database;

/** jOOQ's generator takes a log position for a value of any type, of which no cast can be rendered. */
public final class VaultGenerator extends JavaGenerator {

    private static final String LSN =
            "org.jooq.impl.DefaultDataType.getDefaultDataType(\"\\\"pg_catalog\\\".\\\"pg_lsn\\\"\")";

    @Override
    protected String getJavaTypeReference(Database database, DataTypeDefinition type, JavaWriter out) {
        if (!type.getType().equals("pg_lsn")) {
            return super.getJavaTypeReference(database, type, out);
        }
        return type.isNullable() ? LSN : LSN + ".nullable(false)";
    }
}

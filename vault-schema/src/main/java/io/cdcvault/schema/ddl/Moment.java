package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.raw;

import io.cdcvault.schema.model.Naming;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** The moment at which a view or a function looks at the vault. */
enum Moment {
    NOW(""),
    TIME("timestamptz"),
    LSN("pg_lsn");

    private final String parameterType;

    Moment(String parameterType) {
        this.parameterType = parameterType;
    }

    /** The type of the function's only parameter. */
    String parameterType() {
        return parameterType;
    }

    /**
     * True of versions that had been loaded at the moment.
     *
     * @param version as the query calls them
     */
    Condition hasSeen(Naming naming, String version) {
        return switch (this) {
            case NOW -> noCondition();
            case TIME ->
                field(DSL.name(version, naming.loadDate()), Object.class).le(field(raw("$1"), Object.class));
            case LSN ->
                field(DSL.name(version, naming.sourceLsn()), Object.class).le(field(raw("$1"), Object.class));
        };
    }
}

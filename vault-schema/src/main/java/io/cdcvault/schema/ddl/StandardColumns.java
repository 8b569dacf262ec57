package io.cdcvault.schema.ddl;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.model.VaultSettings;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** The columns that tables of several kinds share. */
final class StandardColumns {

    private final Naming naming;
    private final String hashType;

    StandardColumns(VaultModel model) {
        VaultSettings settings = model.settings();
        this.naming = settings.naming();
        this.hashType = HashRecipe.named(settings.hash(), settings.algorithm())
                .type()
                .getCastTypeName(DSL.using(SQLDialect.POSTGRES).configuration());
    }

    ColumnShape hash(String name, String comment) {
        return ColumnShape.required(name, hashType, comment);
    }

    ColumnShape loadDate(String comment) {
        return ColumnShape.required(naming.loadDate(), "timestamp(6) with time zone", comment);
    }

    ColumnShape recordSource() {
        return ColumnShape.required(naming.recordSource(), "text", "Where it came from");
    }

    ColumnShape hashDiff() {
        return hash(naming.hashDiff(), "Hash of the attributes: equal when all of them are");
    }

    ColumnShape sourceLsn() {
        return ColumnShape.required(naming.sourceLsn(), "pg_lsn", "Commit position in the source's write-ahead log");
    }

    ColumnShape isActive(String comment) {
        return ColumnShape.required(naming.isActive(), "boolean", comment);
    }
}

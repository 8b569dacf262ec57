package io.cdcvault.bookkeeping;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;

import io.cdcvault.change.Lsn;
import org.jooq.Field;

/** Values of type {@code pg_lsn}, which jOOQ does not know: it reads them as the server's text, and writes these. */
final class LogPositions {

    private LogPositions() {}

    static Field<String> value(Lsn lsn) {
        return value(val(lsn.toString()));
    }

    static Field<String> value(Field<String> text) {
        return field("{0}::pg_lsn", String.class, text);
    }
}

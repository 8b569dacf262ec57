package io.cdcvault.bookkeeping;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.cdcvault.schema.bookkeeping.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Runs typed statements over a connection of the caller, in the transaction that is open there. What fails, fails with
 * the server's own {@link SQLException}. Values are never logged.
 *
 * <p>Values that differ from one run to the next are bound, so that the driver prepares a statement once for a session;
 * what is the same in each run is inlined.
 *
 * <p>Why: docs/decisions/0022-one-way-of-writing-to-the-bookkeeping.md
 */
final class Books {

    /** jOOQ logs statements together with their values. */
    private static final Settings SETTINGS = new Settings().withExecuteLogging(false);

    private final DSLContext sql;

    Books(Connection connection) {
        this.sql = DSL.using(connection, SQLDialect.POSTGRES, SETTINGS);
    }

    private interface Work<T> {
        T run();
    }

    /** Returns how many rows were written. */
    int execute(Query query) throws SQLException {
        return attempt(() -> sql.execute(query));
    }

    /** Runs a statement with named parameters once for each set of values, all in one round trip. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of maps; given one by one, each costs a rendering.
    void executeAll(Query query, List<Map<String, @Nullable Object>> values) throws SQLException {
        if (!values.isEmpty()) {
            Map<String, Object>[] sets = values.toArray(new Map[0]);
            attempt(() -> sql.batch(query).bind(sets).execute());
        }
    }

    <R extends Record> Result<R> fetch(ResultQuery<R> query) throws SQLException {
        return attempt(() -> sql.fetch(query));
    }

    /** The first row, if there is one. */
    <R extends Record> Optional<R> first(ResultQuery<R> query) throws SQLException {
        return fetch(query).stream().findFirst();
    }

    /** Waits for the lock of this name, which is held until the transaction ends. */
    void lock(String name) throws SQLException {
        fetch(select(field("pg_advisory_xact_lock(hashtext({0}))::text", String.class, val(name))));
    }

    /** Whether a table of the bookkeeping exists: before the first load there is none. */
    boolean has(Table<?> table) throws SQLException {
        return fetch(select(field(
                        "to_regclass({0}) is not null",
                        Boolean.class, inline(Migrations.SCHEMA + "." + table.getName()))))
                .get(0)
                .value1();
    }

    /** A statement as text, with its values in it. */
    String text(Query query) {
        return sql.renderInlined(query);
    }

    private static <T> T attempt(Work<T> work) throws SQLException {
        try {
            return work.run();
        } catch (DataAccessException e) {
            SQLException cause = e.getCause(SQLException.class);
            throw cause == null ? new SQLException(e.getMessage(), e) : cause;
        }
    }
}

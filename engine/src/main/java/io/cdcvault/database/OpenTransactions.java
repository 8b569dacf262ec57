package io.cdcvault.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names the transactions of the master that a new replication slot waits for. */
public final class OpenTransactions {

    /**
     * Of the session that creates the slot, the transactions whose end it waits for; a prepared one has no session.
     * What others do is hidden from roles without pg_monitor.
     */
    private static final String AWAITED =
            """
            select a.pid::text, a.usename::text, a.xact_start::timestamptz(0)::text, a.state, a.query
            from pg_locks l join pg_stat_activity a on a.pid = any (pg_blocking_pids(l.pid))
            where l.pid = %1$s and not l.granted
            union all
            select 'prepared transaction ' || p.gid, p.owner::text, p.prepared::timestamptz(0)::text, 'prepared', ''
            from pg_locks l join pg_prepared_xacts p on p.transaction = l.transactionid
            where l.pid = %1$s and not l.granted
            order by 3""";

    /** All that write: each of them a new slot waits for. */
    private static final String WRITING =
            """
            select a.pid::text, a.usename::text, a.xact_start::timestamptz(0)::text, a.state, a.query
            from pg_stat_activity a
            where a.backend_xid is not null and a.pid <> pg_backend_pid()
            union all
            select 'prepared transaction ' || p.gid, p.owner::text, p.prepared::timestamptz(0)::text, 'prepared', ''
            from pg_prepared_xacts p
            order by 3""";

    private static final String CREATOR =
            "(select active_pid from pg_replication_slots where slot_name = ? and confirmed_flush_lsn is null)";

    private static final Pattern LITERALS =
            Pattern.compile("'(?:[^']|'')*'?|\\$(\\w*)\\$.*?(?:\\$\\1\\$|$)|(?<![\\w\"])\\d[\\w.]*", Pattern.DOTALL);

    private static final int LONGEST_QUERY = 200;

    private OpenTransactions() {}

    /** In words; empty when no slot of that name is being created, or it waits for no transaction. */
    public static Optional<String> awaitedBy(Connection connection, String slot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AWAITED.formatted(CREATOR))) {
            statement.setString(1, slot);
            statement.setString(2, slot);
            return read(statement);
        }
    }

    /** All that write now, in words; empty when there are none. */
    public static Optional<String> writing(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITING)) {
            return read(statement);
        }
    }

    private static Optional<String> read(PreparedStatement statement) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(words(row));
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
    }

    private static String words(ResultSet row) throws SQLException {
        String who = row.getString(1);
        String since = row.getString(3);
        String query = row.getString(5);
        boolean isPrepared = who.startsWith("prepared");
        String end = isPrepared
                ? "rollback prepared " + Identifiers.literal(who.substring("prepared transaction ".length()))
                : "select pg_terminate_backend(" + who + ")";
        String what = since == null
                ? "what it does is hidden from a role without pg_monitor"
                : "since " + since + (isPrepared ? "" : ", " + row.getString(4) + ": " + withoutValues(query));
        return (isPrepared ? who : "process " + who) + " of " + row.getString(2) + ", " + what + " (to end it: " + end
                + ")";
    }

    /** A query's literals are values of rows. */
    static String withoutValues(String query) {
        String text =
                LITERALS.matcher(query).replaceAll("?").replaceAll("\\s+", " ").strip();
        return text.length() <= LONGEST_QUERY ? text : text.substring(0, LONGEST_QUERY) + " …";
    }
}

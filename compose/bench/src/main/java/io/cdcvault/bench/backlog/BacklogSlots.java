package io.cdcvault.bench.backlog;

import io.cdcvault.change.Lsn;
import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Replication slots of one master that all begin where the first one does. */
public final class BacklogSlots {

    private static final String ORIGIN = "bench_origin";
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(30);

    private final Connection master;

    /** @param master in auto-commit; not closed here */
    public BacklogSlots(Connection master) {
        this.master = master;
    }

    /** Creates the slot that is never read, so that the server keeps everything from here on. */
    public Lsn createOrigin() throws SQLException {
        call("select pg_create_logical_replication_slot(?, 'pgoutput')", ORIGIN);
        return Lsn.parse(text("select confirmed_flush_lsn from pg_replication_slots where slot_name = ?", ORIGIN));
    }

    /** A slot to be read by one run, at the origin's place. */
    public void copyOrigin(String name) throws SQLException {
        call("select pg_copy_logical_replication_slot(?, ?)", ORIGIN, name);
    }

    /** Drops a slot as soon as its reader has let go of it. */
    public void drop(String name) throws SQLException {
        Await.until("slot " + name + " is free", RELEASE_LIMIT, () -> isFree(name));
        call("select pg_drop_replication_slot(?)", name);
    }

    /** Counts what there is to read, by another plugin than the one that is measured. */
    public ChangeBacklog backlog(Lsn start) throws SQLException {
        String counter = "bench_counter";
        // Decoding ends with what is flushed, and asynchronous commits may not be.
        flush();
        String end = text("select pg_current_wal_lsn()");
        call("select pg_copy_logical_replication_slot(?, ?, true, 'test_decoding')", ORIGIN, counter);
        try (PreparedStatement query = master.prepareStatement(
                """
                select count(*) filter (where data like 'table %'), count(*) filter (where data like 'COMMIT%')
                from pg_logical_slot_peek_changes(?, null, null, 'skip-empty-xacts', 'on')""")) {
            query.setString(1, counter);
            try (ResultSet counts = query.executeQuery()) {
                counts.next();
                return new ChangeBacklog(start, Lsn.parse(end).bytesSince(start), counts.getLong(1), counts.getLong(2));
            }
        } finally {
            call("select pg_drop_replication_slot(?)", counter);
        }
    }

    private void flush() throws SQLException {
        try (Statement statement = master.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    private boolean isFree(String name) {
        try {
            return text("select active from pg_replication_slots where slot_name = ?", name)
                    .equals("f");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot look at slot " + name + ": " + e.getMessage(), e);
        }
    }

    private void call(String sql, String... arguments) throws SQLException {
        text(sql, arguments);
    }

    private String text(String sql, String... arguments) throws SQLException {
        try (PreparedStatement query = master.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                query.setString(i + 1, arguments[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        }
    }
}

package io.cdcvault.road;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A replication slot, as a DBA sees it. */
record SlotOnMaster(LocalStack stack, String name) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String IS_STREAMED =
            "exists (select from pg_stat_replication r where r.pid = active_pid and r.state in ('catchup',"
                    + " 'streaming'))";

    /** A slot is active as soon as it is being created, and the snapshot that goes with it is taken later. */
    void awaitStreaming(ServiceProcess service) {
        Await.within(PATIENCE, () -> isStreamed() || !service.isAlive());
        if (!isStreamed()) {
            throw new AssertionError("Nobody streams from slot " + name + ": " + service.output());
        }
    }

    private boolean isStreamed() {
        return "t".equals(column(IS_STREAMED));
    }

    void awaitIdle() {
        Await.until("nobody streams from slot " + name, PATIENCE, () -> "f".equals(column("active")));
    }

    /** Waits until the service has confirmed all that is in the WAL now. */
    void awaitConfirmed() {
        String position = query("select pg_current_wal_lsn()");
        Await.until("slot " + name + " is confirmed up to " + position, PATIENCE, () -> isConfirmed(position));
    }

    boolean isConfirmed(String position) {
        return "t".equals(column("confirmed_flush_lsn >= '" + position + "'"));
    }

    /** Whoever streams from it is thrown out. */
    void drop() {
        Await.until("slot " + name + " is dropped", PATIENCE, () -> {
            try (Connection master = stack.master().connect();
                    Statement statement = master.createStatement()) {
                statement.execute(
                        "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '" + name
                                + "' and active");
                statement.execute("select pg_drop_replication_slot('" + name + "')");
                return true;
            } catch (SQLException stillActive) {
                return false;
            }
        });
    }

    /** Drops and creates it at once, so that nobody sees it missing for longer than a moment. */
    void createAgain() {
        Await.until("slot " + name + " is created again", PATIENCE, () -> {
            try (Connection master = stack.master().connect();
                    Statement statement = master.createStatement()) {
                statement.execute("do $$ begin perform pg_terminate_backend(active_pid, 5000) from pg_replication_slots"
                        + " where slot_name = '" + name + "' and active;"
                        + " perform pg_drop_replication_slot('" + name + "'); end $$");
                statement.execute("select pg_create_logical_replication_slot('" + name + "', 'pgoutput')");
                return true;
            } catch (SQLException stillActive) {
                return false;
            }
        });
    }

    String column(String expression) {
        return query("select " + expression + " from pg_replication_slots where slot_name = '" + name + "'");
    }

    /** The first column of the first row, as text; {@code null} as a word when there is none. */
    String query(String sql) {
        try (Connection master = stack.master().connect();
                Statement statement = master.createStatement()) {
            statement.execute(sql);
            ResultSet rows = statement.getResultSet();
            return rows != null && rows.next() ? String.valueOf(rows.getString(1)) : "null";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}

package io.cdcvault.road;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack whose standby can take the master's place: its failover slots are kept in step there, and nothing is streamed
 * from them that the standby lacks.
 */
record FailoverStack(LocalStack stack, String host) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** With its standby. */
    static FailoverStack start() {
        LocalStack stack = LocalStack.temporary();
        int master = stack.master().port();
        int replica = stack.replica().port();
        FailoverStack servers = new FailoverStack(stack, "127.0.0.1:" + master + ",127.0.0.1:" + replica);
        servers.waitForStandby();
        return servers;
    }

    /** Of both servers. */
    String url() {
        return "jdbc:postgresql://" + host + "/" + stack.master().database();
    }

    /** The same as writers know it, who let the driver find the one that takes writes. */
    String writersUrl() {
        return url() + "?user=" + stack.master().user() + "&targetServerType=primary&hostRecheckSeconds=0";
    }

    String[] arguments(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--set", "source.url=" + url(), "--set", "source.failover=true"));
        return all.toArray(String[]::new);
    }

    /** Kills the master and promotes the standby, which no other follows yet; returns the killed one. */
    PostgresServer promote() throws SQLException {
        PostgresServer killed = stack.master();
        run(stack.promoteReplica(), "alter system reset synchronized_standby_slots", "select pg_reload_conf()");
        return killed;
    }

    /** Lets a new standby take the killed server's place. */
    void rejoin(PostgresServer killed) {
        stack.renewReplica(killed);
        waitForStandby();
    }

    /** Waits until the standby would continue a slot's stream if it were promoted now. */
    void awaitSynchronized(ServiceProcess service, String slot) {
        for (int i = 0; i < PATIENCE.toSeconds(); i++) {
            if (Await.within(Duration.ofSeconds(1), () -> isSynchronized(slot))) {
                return;
            }
            // A slot moves on past a record that the server writes by itself four times a minute only.
            ask(stack.master(), "select pg_log_standby_snapshot()");
        }
        throw new AssertionError("Slot " + slot + " is not kept in step: " + service.output());
    }

    private boolean isSynchronized(String slot) {
        return ask(
                        stack.replica(),
                        "select count(*) from pg_replication_slots where synced and not temporary"
                                + " and invalidation_reason is null and slot_name = '" + slot + "'")
                .equals("1");
    }

    /** Waits until something that is committed now is in the vault. */
    void awaitLoaded(Road road, ServiceProcess service) throws SQLException {
        String position = ask(stack.master(), "select pg_current_wal_lsn()");
        road.onMaster("update bookings set book_date = now() where book_ref = (select min(book_ref) from bookings)");
        boolean isLoaded = Await.within(PATIENCE, () -> isLoaded(road, position));
        if (!isLoaded) {
            throw new AssertionError("Not loaded: " + service.output());
        }
    }

    private static boolean isLoaded(Road road, String position) {
        try {
            return road.inVault("select count(*) from cdc_vault.feed_position where applied_lsn > '" + position + "'")
                    .equals(List.of("1"));
        } catch (SQLException e) {
            return false;
        }
    }

    /** From now on changes are streamed that the standby may lack. */
    void waitForNone() throws SQLException {
        run(stack.master(), "alter system reset synchronized_standby_slots", "select pg_reload_conf()");
    }

    /** From now on the standby receives nothing. */
    void cutOff() throws SQLException {
        run(stack.replica(), "alter system set primary_conninfo = ''", "select pg_reload_conf()");
        Await.until("the standby receives nothing", PATIENCE, () -> ask(
                        stack.master(),
                        "select count(*) from pg_replication_slots where slot_name = 'replica' and active")
                .equals("0"));
    }

    private void waitForStandby() {
        try {
            run(stack.master(), "alter system set synchronized_standby_slots = 'replica'", "select pg_reload_conf()");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static void run(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static String ask(PostgresServer server, String sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "null";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}

package io.cdcvault.bench.stage;

import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Sees in the same way for every stage when the first event leaves the master: the only session that reads a slot has
 * sent something from beyond the slot's position. The service itself does not say so, as Debezium's metrics are off.
 */
final class FirstEvent {

    private static final long PAUSE_MS = 10;

    private final Setup setup;
    private final Watch watch;

    FirstEvent(Setup setup, Watch watch) {
        this.setup = setup;
        this.watch = watch;
    }

    /** Looks out for it on a thread of its own. */
    void lookOut() {
        Thread thread = new Thread(this::waitForIt, "first-event");
        thread.setDaemon(true);
        thread.start();
    }

    private void waitForIt() {
        Settings.Database master = setup.installation().settings().source();
        try (Connection connection = DriverManager.getConnection(
                        master.url(), master.user(), master.password().orElse(""));
                PreparedStatement sent = connection.prepareStatement(
                        "select exists (select from pg_stat_replication where sent_lsn > ?::pg_lsn)")) {
            sent.setString(1, setup.start().toString());
            while (!watch.isOver()) {
                if (isSent(sent)) {
                    watch.begin();
                    return;
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException | SQLException e) {
            watch.fail(e);
        }
    }

    private static boolean isSent(PreparedStatement sent) throws SQLException {
        try (ResultSet found = sent.executeQuery()) {
            return found.next() && found.getBoolean(1);
        }
    }
}

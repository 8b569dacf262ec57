package io.cdcvault.servers.postgres;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** A cluster that follows a primary through a physical replication slot. */
final class Standby implements ClusterOrigin {

    private static final String SLOT = "replica";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SYSTEM_IDENTIFIER_BYTES = 8;

    private static final String IS_KEPT =
            "select from pg_replication_slots where slot_name = ? and wal_status <> 'lost'";

    private final PostgresServer primary;

    Standby(PostgresServer primary) {
        this.primary = primary;
    }

    @Override
    public boolean canContinue(Path directory) throws IOException {
        return isPromoted(directory) || (isOfThePrimary(directory) && asksPrimary(IS_KEPT));
    }

    @Override
    public void fill(Path empty) throws IOException {
        try (Connection connection = primary.connect("postgres")) {
            renewSlot(connection);
            new OnlineCopy(connection, primary.directory()).into(empty);
        } catch (SQLException e) {
            throw new LocalStackException("Cannot copy the primary: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of(
                "primary_conninfo",
                        "host=127.0.0.1 port=" + primary.port() + " user=" + primary.user() + " application_name="
                                + SLOT
                                // Which only the worker needs that keeps failover slots in step.
                                + " dbname=" + primary.database(),
                "primary_slot_name", SLOT,
                "hot_standby", "on",
                "hot_standby_feedback", "on",
                "wal_receiver_status_interval", "1s",
                "wal_retrieve_retry_interval", "500ms");
    }

    @Override
    public void started(PostgresServer server) {
        if (isPromoted(server.directory())) {
            return;
        }
        Await.until("the replica on port " + server.port() + " streams", LIMIT, this::streams);
    }

    /** It goes its own way since: on a timeline of its own, of which it keeps the history. */
    private static boolean isPromoted(Path directory) {
        if (Files.exists(directory.resolve("standby.signal"))) {
            return false;
        }
        try (DirectoryStream<Path> histories = Files.newDirectoryStream(directory.resolve("pg_wal"), "*.history")) {
            return histories.iterator().hasNext();
        } catch (IOException noCluster) {
            return false;
        }
    }

    private boolean isOfThePrimary(Path directory) throws IOException {
        return Arrays.equals(systemIdentifier(primary.directory()), systemIdentifier(directory));
    }

    private boolean streams() {
        return asksPrimary("select from pg_stat_replication where application_name = ? and state = 'streaming'");
    }

    private boolean asksPrimary(String query) {
        try (Connection connection = primary.connect("postgres");
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, SLOT);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new LocalStackException("Cannot ask the primary about its replica: " + e.getMessage(), e);
        }
    }

    /** The slot is reserved before the copy begins, so that the primary keeps all WAL the copy will ask for. */
    private static void renewSlot(Connection connection) throws SQLException {
        String drop = "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ?";
        String create = "select pg_create_physical_replication_slot(?, true)";
        for (String step : new String[] {drop, create}) {
            try (PreparedStatement statement = connection.prepareStatement(step)) {
                statement.setString(1, SLOT);
                statement.execute();
            }
        }
    }

    private static byte[] systemIdentifier(Path directory) throws IOException {
        try (InputStream control =
                Files.newInputStream(directory.resolve("global").resolve("pg_control"))) {
            return control.readNBytes(SYSTEM_IDENTIFIER_BYTES);
        }
    }
}

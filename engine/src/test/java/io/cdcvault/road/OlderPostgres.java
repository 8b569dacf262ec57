package io.cdcvault.road;

import io.cdcvault.installation.Installation;
import io.cdcvault.schema.hash.SessionSettings;
import io.cdcvault.servers.postgres.PostgresBinaries;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.postgres.PostgresSettings;
import io.cdcvault.servers.process.Await;
import io.cdcvault.servers.process.FreePorts;
import io.cdcvault.servers.process.ThrowAway;
import io.cdcvault.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A server of an older version that is source and warehouse, each in a database of its own. */
record OlderPostgres(PostgresServer server, Path directory) implements AutoCloseable {

    static final String WAREHOUSE = "dwh";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The jars that Maven lays out, named by their major version; the oldest is the first. */
    static List<Path> jars() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("cdcvault.older-postgres")))) {
            return jars.sorted().toList();
        }
    }

    /** With the tables of {@link OlderSource} and some rows in them. */
    static OlderPostgres start(Path jar) throws SQLException {
        PostgresServer server = PostgresServer.temporary(PostgresBinaries.sharedOf(jar), settings());
        server.createDatabase(WAREHOUSE);
        OlderPostgres older = new OlderPostgres(server, ThrowAway.directory("older-postgres"));
        older.inSource(OlderSource.creation());
        return older;
    }

    private static PostgresSettings settings() {
        return PostgresSettings.fast("shop").with("wal_level", "logical").with("max_slot_wal_keep_size", "8GB");
    }

    /** A running standby of the source's server. */
    PostgresServer standby(Path jar) {
        PostgresServer standby = PostgresServer.replicaOf(
                server, directory.resolve("standby"), PostgresBinaries.sharedOf(jar), FreePorts.next(), settings());
        standby.start();
        return standby;
    }

    String version() throws SQLException {
        return rows(server.database(), "show server_version_num").get(0).substring(0, 2);
    }

    /** As roles that setup has made. */
    Path configuration(String model, String more) throws IOException {
        Path models = Files.writeString(Files.createTempFile(directory, "model", ".yaml"), model);
        return Files.writeString(
                Files.createTempFile(directory, "cdc-vault", ".yaml"),
                """
                cdc-vault:
                  name: shop
                  model: %s
                  source: {url: "%s", user: shop_cdc}
                  warehouse: {url: "%s", user: shop_loader}
                  capture: {heartbeat-interval: 500ms}
                  admin: {port: 0}
                %s"""
                        .formatted(models, server.jdbcUrl(), server.jdbcUrl(WAREHOUSE), more));
    }

    static Installation installation(Path configuration) {
        return Installation.of(SettingsReader.read(Optional.of(configuration), Map.of()));
    }

    void inSource(String... statements) throws SQLException {
        execute(server.database(), statements);
    }

    void inWarehouse(String... statements) throws SQLException {
        execute(WAREHOUSE, statements);
    }

    List<String> rows(String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String setting : SessionSettings.statements()) {
                statement.execute(setting);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    /** Waits until the slot, though no client writes, is past what another database wrote, whose WAL it would hold. */
    void awaitIdleSlot(ServiceProcess service) throws SQLException {
        String written =
                rows(WAREHOUSE, "select pg_current_wal_insert_lsn()::text").get(0);
        Await.until("the slot is past " + written + ": " + service.output(), PATIENCE, () -> isSlotPast(written));
    }

    private boolean isSlotPast(String lsn) {
        String past = "select confirmed_flush_lsn >= '" + lsn + "' from pg_replication_slots where not temporary";
        try {
            return rows(server.database(), past).equals(List.of("t"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the vault equals the source, which must be at rest. */
    void awaitEqual(ServiceProcess service) throws SQLException {
        boolean isEqual =
                Await.within(PATIENCE, () -> !service.isAlive() || differences().isEmpty());
        if (!isEqual || !service.isAlive()) {
            throw new AssertionError("PostgreSQL " + version() + ": " + differences() + "\n" + service.output());
        }
    }

    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (OlderSource.Comparison each : OlderSource.COMPARISONS) {
            try {
                List<String> source = rows(server.database(), each.inSource());
                List<String> vault = rows(WAREHOUSE, each.inVault());
                if (!source.equals(vault)) {
                    differences.add(each.inVault() + ": " + vault + " instead of " + source);
                }
            } catch (SQLException e) {
                // Before the first load there is no vault.
                differences.add(String.valueOf(e.getMessage()));
            }
        }
        return differences;
    }

    private void execute(String database, String... statements) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        server.close();
        ThrowAway.discard(directory);
    }
}

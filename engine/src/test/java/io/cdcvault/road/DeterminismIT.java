package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.installation.Installation;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.oracle.HistoryPlayer;
import io.cdcvault.oracle.SourceHistory;
import io.cdcvault.oracle.SourceHistory.Transaction;
import io.cdcvault.oracle.VaultContent;
import io.cdcvault.oracle.VaultOracle;
import io.cdcvault.servers.process.Await;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.verify.VaultDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One history on a real master gives one vault, through whichever feed, however batched and interrupted. */
final class DeterminismIT {

    private static final long SEED = 21;
    private static final List<Integer> BATCHES = List.of(1, 7, 10_000);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static LocalStack stack;
    private static Path model;
    private static Map<String, Set<String>> expected = Map.of();
    private static final Set<String> DIGESTS = new HashSet<>();

    @BeforeAll
    static void playTheHistoryWhileTwoServicesAreKilled() throws Exception {
        stack = LocalStack.temporary();
        model = Files.createTempFile(stack.directory(), "orders", ".yaml");
        try (InputStream yaml = SourceHistory.class.getResourceAsStream("orders.yaml")) {
            Files.write(model, yaml.readAllBytes());
        }
        try (Connection master = stack.master().connect()) {
            play(new HistoryPlayer(master, SEED), SourceHistory.captured(SEED, 200));
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void vaultFromTheTopicsAndStraightFromTheCaptureEqualsTheOraclesThoughBothWereKilled() throws Exception {
        assertVaultIsTheExpected("topics");
        assertVaultIsTheExpected("direct");
        assertVaultIsTheExpected("late");
    }

    @Test
    void vaultFromTheTopicsIsTheSameInBatchesOfAnySizeBrokenOffAnywhere() throws Exception {
        for (int batch : BATCHES) {
            Installation installation = installation("topics_" + batch, batch);
            new BrokenOffLoad(installation, new Random(batch)).run();
            assertVaultIsTheExpected("topics_" + batch);
        }
    }

    @Test
    void vaultFromAFileIsTheSameInBatchesOfAnySizeBrokenOffAnywhere() throws Exception {
        Path events = BrokenOffFile.tail(configuration("topics", true), stack.directory(), events());
        for (int batch : BATCHES) {
            Installation installation = installation("file_" + batch, batch);
            BrokenOffFile.load(installation, events, new Random(batch));
            assertAllButMembersAreTheExpected("file_" + batch);
        }
    }

    private static void play(HistoryPlayer player, List<Transaction> history) throws Exception {
        ServiceProcess topics = run("topics", true, 7);
        ServiceProcess direct = run("direct", false, 7);
        ServiceProcess late = run("late", false, 7);
        Await.until("all three capture", PATIENCE, () -> onMaster(
                        "select count(*) from pg_replication_slots" + " where active and plugin = 'pgoutput'")
                .equals("3"));
        player.play(history.subList(0, 20));
        // From here on no capture begins again with a snapshot.
        for (String database : List.of("topics", "direct", "late")) {
            awaitVault(() -> events(database) > 0);
        }
        assertThat(late.terminate()).as(late.output()).isZero();
        player.play(history.subList(20, 80));
        topics.kill();
        direct.kill();
        player.play(history.subList(80, 140));
        topics = run("topics", true, 7);
        direct = run("direct", false, 7);
        player.play(history.subList(140, history.size()));
        late = run("late", false, 10_000);
        expected = VaultOracle.vaultOf(player.asCommitted());
        for (String database : List.of("topics", "direct", "late")) {
            awaitVault(() -> content(database).equals(expected));
        }
        for (ServiceProcess service : List.of(topics, direct, late)) {
            assertThat(service.terminate()).as(service.output()).isZero();
        }
    }

    /** Gives up without failing: the tests tell what differs. */
    private static void awaitVault(BooleanSupplier condition) {
        Await.within(PATIENCE, () -> {
            try {
                return condition.getAsBoolean();
            } catch (IllegalStateException e) {
                // Before the first load there is no vault.
                return false;
            }
        });
    }

    /** A line has no record key, so an update does not tell what the business key of a member was before. */
    private static void assertAllButMembersAreTheExpected(String database) {
        content(database).forEach((table, rows) -> {
            if (!table.contains("member")) {
                assertThat(rows).as(table + " of " + database).isEqualTo(expected.get(table));
            }
        });
    }

    private static void assertVaultIsTheExpected(String database) {
        Map<String, Set<String>> content = content(database);
        assertThat(expected).as("every table has something to compare").hasSameSizeAs(content);
        content.forEach(
                (table, rows) -> assertThat(rows).as(table + " of " + database).isEqualTo(expected.get(table)));
        Installation installation = installation(database, 1);
        DIGESTS.add(VaultDigest.of(installation.settings(), installation.model(), (done, steps, what) -> {})
                .all());
        assertThat(DIGESTS).hasSize(1);
    }

    private static ServiceProcess run(String database, boolean kafka, int batchRows) {
        return ServiceProcess.start(configuration(database, kafka), "run", "--set", "load.batch-rows=" + batchRows);
    }

    /** An installation with a warehouse of its own. */
    private static Path configuration(String database, boolean kafka) {
        createDatabase(database);
        String yaml = "cdc-vault:\n  name: " + database + "\n  admin: {port: 0}\n  model: \"" + model
                + "\"\n  topic-prefix: orders\n"
                + "  source:\n    url: \"" + stack.master().jdbcUrl() + "\"\n    user: postgres\n    slot: slot_"
                + database + "\n    publication: orders\n  warehouse:\n    url: \"" + url(database)
                + "\"\n    user: postgres\n"
                + (kafka
                        ? "  kafka:\n    partitions: 3\n    bootstrap-servers: \""
                                + stack.broker().bootstrapServers() + "\"\n"
                        : "");
        try {
            return Files.writeString(Files.createTempFile(stack.directory(), database, ".yaml"), yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Installation installation(String database, int batchRows) {
        return Installation.of(SettingsReader.read(
                Optional.of(configuration(database, true)),
                Map.of("cdc-vault.load.batch-rows", Integer.toString(batchRows))));
    }

    private static void createDatabase(String name) {
        try (Connection dwh = stack.dwh().connect();
                Statement statement = dwh.createStatement()) {
            try (ResultSet found = statement.executeQuery("select from pg_database where datname = '" + name + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Set<String>> content(String database) {
        try (Connection vault = DriverManager.getConnection(url(database), "postgres", "")) {
            return VaultContent.of(vault, installation(database, 1).schema());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long events() {
        return events("topics");
    }

    private static long events(String database) {
        try (Connection vault = DriverManager.getConnection(url(database), "postgres", "")) {
            return Long.parseLong(text(vault, "select coalesce(sum(events), 0) from cdc_vault.feed_position"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String onMaster(String sql) {
        try (Connection master = stack.master().connect()) {
            return text(master, sql);
        } catch (SQLException | CdcVaultException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String url(String database) {
        String url = stack.dwh().jdbcUrl();
        return url.substring(0, url.lastIndexOf('/') + 1) + database;
    }
}

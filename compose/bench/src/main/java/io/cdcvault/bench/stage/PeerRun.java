package io.cdcvault.bench.stage;

import io.cdcvault.bench.backlog.NarrowTable;
import io.cdcvault.servers.files.Trees;
import io.cdcvault.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Kafka Connect in standalone mode with two connectors, as one would set it up without us: Debezium's for PostgreSQL
 * into a topic, and its JDBC sink from there into a plain table. What is measured is the worker's process; this one
 * only watches the table.
 */
final class PeerRun implements StageRun {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Setup setup;
    private final Process worker;
    private final Path log;

    private PeerRun(Setup setup, Process worker, Path log) {
        this.setup = setup;
        this.worker = worker;
        this.log = log;
    }

    /** @param jars of Kafka Connect and its connectors */
    static PeerRun start(Setup setup, Path jars) throws IOException, InterruptedException {
        setup.createTopics();
        Settings settings = setup.installation().settings();
        Path home = jars.resolveSibling(settings.name());
        Trees.delete(home);
        Files.createDirectories(home);
        PeerFiles files = new PeerFiles(settings, home);
        Path log = home.resolve("worker.log");
        createTable(settings.warehouse());
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dlogback.configurationFile=" + files.logging().toUri(),
                        "-cp",
                        jars.toAbsolutePath() + "/*",
                        "org.apache.kafka.connect.cli.ConnectStandalone",
                        files.worker().toString(),
                        files.source().toString(),
                        files.sink().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(worker::destroyForcibly, "end-worker"));
        return new PeerRun(setup, worker, log);
    }

    @Override
    public void run(Watch watch) throws InterruptedException, SQLException, IOException {
        new FirstEvent(setup, watch).lookOut();
        try (Connection connection = connect(setup.installation().settings().warehouse());
                Statement statement = connection.createStatement()) {
            while (!watch.isOver()) {
                if (!worker.isAlive()) {
                    throw new IllegalStateException("Kafka Connect ended:\n" + Files.readString(log));
                }
                report(statement, watch);
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    /** The table is only read as a whole once its last row is there: until then the highest key shows how far it is. */
    private static void report(Statement statement, Watch watch) throws SQLException {
        boolean isLastThere =
                number(statement, "select count(*) from " + NarrowTable.NAME + " where reading_id = 0") == 1;
        watch.reached(
                isLastThere
                        ? number(statement, "select sum(changes) from " + NarrowTable.NAME)
                        : NarrowTable.changesUpTo(
                                number(statement, "select coalesce(max(reading_id), 0) from " + NarrowTable.NAME)),
                0);
    }

    @Override
    public CpuClock cpu() {
        return CpuClock.of(worker.toHandle());
    }

    @Override
    public long peakMemoryBytes() {
        return PeakMemory.bytes(Long.toString(worker.pid()));
    }

    private static void createTable(Settings.Database warehouse) throws IOException {
        try (Connection connection = connect(warehouse);
                Statement statement = connection.createStatement()) {
            statement.execute(NarrowTable.DDL);
        } catch (SQLException e) {
            throw new IOException("Cannot create the table that the peer fills: " + e.getMessage(), e);
        }
    }

    private static Connection connect(Settings.Database database) throws SQLException {
        return DriverManager.getConnection(
                database.url(), database.user(), database.password().orElse(""));
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}

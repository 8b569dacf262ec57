package io.cdcvault.bench.tables;

import io.cdcvault.catalog.Selection;
import io.cdcvault.doctor.Doctor;
import io.cdcvault.init.FirstModel;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import io.cdcvault.servers.process.FreePorts;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.status.CaptureState;
import io.cdcvault.status.Health;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.CatchUp;
import io.cdcvault.status.collect.StatusCollector;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/** Measures a service with so many tables, from its model to its page. */
public final class TablesBench {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(250);
    private static final int COMMITS = 20;
    private static final int LOOKS = 7;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Systems servers;
    private final ManyTables tables;
    private final String main;
    private final Path directory;
    private final Map<String, String> properties = new TreeMap<>();
    private final String name;
    private int starts;

    /** What the services use, and the CPU seconds of its processes so far. */
    public record Systems(
            PostgresServer master,
            PostgresServer warehouse,
            Optional<String> bootstrapServers,
            DoubleSupplier masterCpu,
            DoubleSupplier warehouseCpu) {}

    /**
     * Of one service.
     *
     * @param count of its tables
     * @param main that runs the command line of the service
     * @param directory for its model and its logs
     */
    public TablesBench(Systems servers, int count, String main, Path directory) {
        this.servers = servers;
        this.tables = new ManyTables(count);
        this.main = main;
        this.directory = directory;
        this.name = "tables_" + tables.count();
    }

    /** Creates its databases, starts it twice, and looks at it for a minute. */
    public TablesReading measure() throws IOException, SQLException, InterruptedException {
        servers.master().createDatabase(name);
        servers.warehouse().createDatabase(name);
        try (Connection master = servers.master().connect(name)) {
            tables.create(master);
        }
        configure();
        long begun = System.nanoTime();
        Path model = Files.writeString(directory.resolve(name + ".yaml"), model().text());
        double init = since(begun);
        properties.put("cdc-vault.model", model.toString());
        double[] first;
        try (RunningService service = start()) {
            first = started(service);
        }
        try (RunningService service = start()) {
            return reading(init, first, started(service), service);
        }
    }

    private TablesReading reading(double init, double[] first, double[] next, RunningService service)
            throws IOException, SQLException, InterruptedException {
        // The compilers are busy for a while after a start.
        Thread.sleep(IDLE.toMillis());
        double[] idle = cpuWhile(service, () -> Thread.sleep(IDLE.toMillis()));
        List<Double> taken = new ArrayList<>();
        taken.addAll(commits());
        double[] busy = cpuWhile(service, this::commitSlowly);
        double heap = service.heap();
        Installation installation = Installation.of(settings());
        return new TablesReading(
                tables.count(),
                init,
                first[0],
                first[1],
                next[0],
                next[1],
                heap,
                service.peak(),
                idle[0] * MILLIS / IDLE.toSeconds(),
                idle[1] * MILLIS / IDLE.toSeconds(),
                idle[2] * MILLIS / IDLE.toSeconds(),
                RunningService.median(taken) * MILLIS,
                busy[0] * MILLIS / COMMITS,
                busy[2] * MILLIS / COMMITS,
                median(() -> new Doctor(installation, Time.system()).examine()),
                median(() -> new StatusCollector(settings(), Time.system()).collect()) * MILLIS,
                service.answers("/api/status"),
                service.answers("/api/tables"));
    }

    /** Seconds until it has nothing to load any more, and the CPU seconds that it took for it. */
    private double[] started(RunningService service) throws IOException {
        long begun = System.nanoTime();
        StatusCollector collector = new StatusCollector(settings(), Time.system());
        CatchUp mark = CatchUp.mark(settings());
        Await.until("the service has loaded everything: " + service.log(), PATIENCE, () -> {
            requireAlive(service);
            Status status = collector.collect();
            return status.capture().state() == CaptureState.STREAMING
                    && status.health() == Health.HEALTHY
                    && mark.isReached(status);
        });
        return new double[] {since(begun), service.cpu()};
    }

    private static void requireAlive(RunningService service) {
        try {
            if (!service.isAlive()) {
                throw new IllegalStateException("The service has ended: " + service.log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Seconds from each commit until the vault shows it. */
    private List<Double> commits() throws SQLException, InterruptedException {
        List<Double> taken = new ArrayList<>();
        String table = ManyTables.name(1);
        try (Connection master = servers.master().connect(name);
                Statement change = master.createStatement();
                Connection vault = servers.warehouse().connect(name);
                Statement look = vault.createStatement()) {
            for (int commit = 1; commit <= COMMITS; commit++) {
                String note = "commit " + commit;
                change.execute("update " + table + " set note = '" + note + "' where id = 1");
                long begun = System.nanoTime();
                while (!isThere(look, "select from vault.sat_" + table + " where note = '" + note + "'")) {
                    Thread.sleep(1);
                }
                taken.add(since(begun));
                Thread.sleep(BETWEEN_COMMITS.toMillis());
            }
        }
        return taken;
    }

    /** Each is loaded before the next comes, and nothing asks the warehouse meanwhile. */
    private void commitSlowly() throws SQLException, InterruptedException {
        try (Connection master = servers.master().connect(name);
                Statement change = master.createStatement()) {
            for (int commit = 1; commit <= COMMITS; commit++) {
                change.execute("update " + ManyTables.name(1) + " set note = 'slowly " + commit + "' where id = 1");
                Thread.sleep(BETWEEN_COMMITS.toMillis());
            }
        }
    }

    private static boolean isThere(Statement look, String sql) throws SQLException {
        try (ResultSet rows = look.executeQuery(sql)) {
            return rows.next();
        }
    }

    private interface Work {
        void run() throws SQLException, InterruptedException;
    }

    /** CPU seconds of the service, the master and the warehouse. */
    private double[] cpuWhile(RunningService service, Work work) throws SQLException, InterruptedException {
        double ofService = service.cpu();
        double ofMaster = servers.masterCpu().getAsDouble();
        double ofWarehouse = servers.warehouseCpu().getAsDouble();
        work.run();
        return new double[] {
            service.cpu() - ofService,
            servers.masterCpu().getAsDouble() - ofMaster,
            servers.warehouseCpu().getAsDouble() - ofWarehouse
        };
    }

    private static double median(Runnable look) {
        List<Double> taken = new ArrayList<>();
        for (int round = 0; round <= LOOKS; round++) {
            long begun = System.nanoTime();
            look.run();
            taken.add(since(begun));
        }
        // Without the first, in which classes are loaded.
        return RunningService.median(taken.subList(1, taken.size()));
    }

    private FirstModel model() {
        return FirstModel.of(settings().source(), Selection.all(), HashRecipe.EXACT);
    }

    private RunningService start() throws IOException {
        return new RunningService(
                main, properties, directory.resolve(name + "-" + ++starts + ".log"), FreePorts.next());
    }

    private Settings settings() {
        return SettingsReader.read(Optional.empty(), properties);
    }

    private void configure() {
        properties.put("cdc-vault.name", name);
        properties.put("cdc-vault.topic-prefix", name);
        properties.put("cdc-vault.model", "bookings");
        properties.put("cdc-vault.source.url", servers.master().jdbcUrl(name));
        properties.put("cdc-vault.source.user", servers.master().user());
        properties.put("cdc-vault.warehouse.url", servers.warehouse().jdbcUrl(name));
        properties.put("cdc-vault.warehouse.user", servers.warehouse().user());
        servers.bootstrapServers().ifPresent(each -> properties.put("cdc-vault.kafka.bootstrap-servers", each));
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / NANOS;
    }
}

package io.cdcvault.road;

import io.cdcvault.installation.Installation;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.servers.process.Await;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.status.Health;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusCollector;
import io.cdcvault.time.Time;
import io.cdcvault.verify.SourceSnapshot;
import io.cdcvault.verify.Verification;
import io.cdcvault.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A database of one's own: its tables, the model that {@code init} makes of it, the service, and its random life. */
@SuppressWarnings("NullAway.Init") // Started in steps.
final class OwnDatabase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A statement of a migration that these answer does not happen: its constraint, or what depends on a column. */
    private static final List<String> REFUSED = List.of("22", "23", "2B", "0A", "42", "55");

    private final LocalStack stack;
    final String name;
    private final Path configuration;
    private final Map<String, String> flags = new TreeMap<>();
    private final Set<String> also;
    private final List<String> migrations = new ArrayList<>();
    private final Connection connection;
    private final Random random;
    private final RandomValues values;
    private final CatalogLife life;
    private final SchemaNames names;
    private ServiceProcess service;
    private Settings settings;

    /**
     * Creates it.
     *
     * @param also schema moves that are made only when they are asked for
     */
    OwnDatabase(LocalStack stack, String name, List<String> ddl, boolean kafka, long seed, Set<String> also)
            throws SQLException {
        this.stack = stack;
        this.name = name;
        this.also = also;
        this.configuration = ServiceProcess.sparseConfiguration(stack, kafka);
        stack.master().createDatabase(name);
        stack.dwh().createDatabase(name);
        flags.put("name", name);
        flags.put("topic-prefix", name);
        flags.put("model", stack.directory().resolve(name + ".yaml").toString());
        flags.put("source.url", stack.master().jdbcUrl(name));
        flags.put("source.slot", "slot_" + name);
        flags.put("source.publication", name);
        flags.put("capture.tables", "*." + SchemaMove.FOLLOWED + "*");
        flags.put("warehouse.url", stack.dwh().jdbcUrl(name));
        this.connection = stack.master().connect(name);
        this.random = new Random(seed);
        this.values = new RandomValues(random);
        this.life = new CatalogLife(connection, random, values);
        this.names = new SchemaNames(random, life);
        try (Statement statement = connection.createStatement()) {
            for (String sql : ddl) {
                statement.execute(sql);
            }
        }
        connection.setAutoCommit(false);
    }

    /** The model, as the command writes it. */
    void init() throws InterruptedException {
        ServiceProcess init = command("init", "--output", String.valueOf(flags.get("model")));
        if (init.exitCode() != 0) {
            throw failure("init ended otherwise than with 0: " + init.output());
        }
        Map<String, String> prefixed = new TreeMap<>();
        flags.forEach((key, value) -> prefixed.put("cdc-vault." + key, value));
        settings = SettingsReader.read(Optional.of(configuration), prefixed);
    }

    /** Tables that the model leaves out, each with the reason, as the end of the file says it. */
    List<String> leftOut() throws IOException {
        String file = Files.readString(Path.of(String.valueOf(flags.get("model"))));
        int begin = file.indexOf("# Left out");
        return begin < 0
                ? List.of()
                : file.substring(begin)
                        .lines()
                        .filter(line -> line.matches("# \\S.* (is|has) .*"))
                        .map(line -> line.substring(2))
                        .toList();
    }

    /** Rows in every table of the model. */
    void fill(int rows) throws SQLException {
        values.read(connection);
        life.fill(tables(), rows);
    }

    void start() {
        service = command("run");
    }

    void killAndStart() {
        service.kill();
        start();
    }

    /** Changes of rows, and so many migrations between them. */
    void live(int changes, int moves) throws SQLException {
        for (int move = 0; move < moves; move++) {
            life.live(tables(), changes / (moves + 1));
            migrate();
        }
        life.live(tables(), changes / (moves + 1));
    }

    /** Waits until the vault equals the source, and then verifies it. The source must be at rest. */
    void requireRight() throws SQLException {
        connection.commit();
        LoadPace pace = new LoadPace(new Road(stack, name));
        boolean isRight = Await.within(PATIENCE, () -> {
            if (!service.isAlive()) {
                throw failure("The service has ended");
            }
            return pace.isComparable()
                    && isHealthy()
                    && notFollowed().isEmpty()
                    && differences().isEmpty();
        });
        if (!isRight) {
            throw failure(differences() + " not followed: " + notFollowed() + " " + status().reasons());
        }
        try (SourceSnapshot snapshot = SourceSnapshot.take(settings, PATIENCE, Time.system())) {
            Installation installation = Installation.of(settings).following();
            VerifyReport report = new Verification(
                            installation.model(), installation.model().sources(), 3)
                    .run(settings, snapshot, (done, steps, what) -> {});
            if (!report.isEqual()) {
                throw failure("verify: " + report);
            }
        }
    }

    /** Before any migration: later a column may be empty that could not be when the model was made. */
    void requireWholeKeys() throws SQLException {
        try (Connection source = stack.master().connect(name);
                Connection vault = stack.dwh().connect(name)) {
            List<String> partial = new VaultComparison(Installation.of(settings).model(), source, vault).partialKeys();
            if (!partial.isEmpty()) {
                throw failure(String.valueOf(partial));
            }
        }
    }

    int stop() throws InterruptedException {
        return service.terminate();
    }

    private ServiceProcess command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        flags.forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
        return ServiceProcess.start(configuration, all.toArray(String[]::new));
    }

    private List<LivingTable> tables() throws SQLException {
        Set<TableName> modelled = Installation.of(settings).model().sources().stream()
                .map(SourceTable::table)
                .collect(Collectors.toCollection(HashSet::new));
        modelled.addAll(come());
        return LivingTable.read(connection, modelled);
    }

    /** Tables that came later. */
    private List<TableName> come() throws SQLException {
        List<TableName> come = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet tables =
                        statement.executeQuery("select schemaname, tablename from pg_tables where tablename like '"
                                + SchemaMove.FOLLOWED + "%' order by 1, 2")) {
            while (tables.next()) {
                come.add(new TableName(tables.getString(1), tables.getString(2)));
            }
        }
        return come;
    }

    /** Those of them that the vault does not have yet. */
    private List<TableName> notFollowed() {
        try {
            List<TableName> missing = come();
            connection.commit();
            VaultModel model = Installation.of(settings).following().model();
            missing.removeIf(table -> model.source(table).isPresent());
            return missing;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** One that finds an occasion, on any table. */
    private void migrate() throws SQLException {
        List<String> statements = List.of();
        List<LivingTable> tables = tables();
        while (statements.isEmpty()) {
            SchemaMove move = SchemaMove.any(random, also);
            List<LivingTable> suitable = tables.stream()
                    .filter(table ->
                            !move.isOfPartitions() || table.partitionedBy().isPresent())
                    .toList();
            if (!suitable.isEmpty()) {
                statements = move.on(suitable.get(random.nextInt(suitable.size())), names);
            }
        }
        connection.commit();
        boolean isOne = random.nextBoolean() && statements.stream().noneMatch(sql -> sql.startsWith("vacuum"));
        connection.setAutoCommit(!isOne);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                migrations.add(sql);
                statement.execute(sql);
            }
            if (isOne) {
                connection.commit();
            }
        } catch (SQLException e) {
            if (!REFUSED.contains(String.valueOf(e.getSQLState()).substring(0, 2))) {
                throw e;
            }
            migrations.add("-- refused: " + e.getMessage());
            if (isOne) {
                connection.rollback();
            }
        } finally {
            connection.setAutoCommit(false);
        }
        values.read(connection);
    }

    private String letters() {
        try {
            return String.join(
                    "\n",
                    new Road(stack, name)
                            .inVault("select source_schema, source_table, operation, left(reason, 200), count(*)"
                                    + " from cdc_vault.dead_letter where resolved_at is null group by 1, 2, 3, 4"
                                    + " order by 1, 2, 3, 4 limit 20"));
        } catch (SQLException notYet) {
            return String.valueOf(notYet.getMessage());
        }
    }

    private boolean isHealthy() {
        return status().health() == Health.HEALTHY;
    }

    private Status status() {
        return new StatusCollector(settings, Time.system()).collect();
    }

    private List<String> differences() {
        try (Connection source = stack.master().connect(name);
                Connection vault = stack.dwh().connect(name)) {
            return new VaultComparison(Installation.of(settings).following().model(), source, vault).differences();
        } catch (SQLException e) {
            // Before the first load there is no vault to compare with.
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError(name + ": " + what + "\nDead letters:\n" + letters() + "\nMigrations:\n"
                + String.join(";\n", migrations) + "\nService:\n" + service.output());
    }
}

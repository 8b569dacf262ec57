package io.cdcvault.road;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.status.Health;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusCollector;
import io.cdcvault.time.Time;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A service with a publication, a slot and a vault of its own. */
@SuppressWarnings("NullAway.Init") // Started by its constructor.
final class Watched {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalStack stack;
    private final List<String> tables;
    final String place;
    final Path configuration;
    final Map<String, String> flags = new TreeMap<>();
    ServiceProcess service;
    private final List<String> roles;
    private final List<ServiceProcess> others = new ArrayList<>();

    /** @param tables whose hub and satellite are called after them */
    Watched(LocalStack stack, String place, boolean kafka, Path model, List<String> tables) {
        this(stack, place, kafka, model, tables, Map.of(), List.of("run"));
    }

    /**
     * Of several processes.
     *
     * @param settings beside those of any
     * @param roles the command of each
     */
    Watched(
            LocalStack stack,
            String place,
            boolean kafka,
            Path model,
            List<String> tables,
            Map<String, String> settings,
            List<String> roles) {
        this.roles = roles;
        flags.putAll(settings);
        this.stack = stack;
        this.tables = tables;
        this.place = place;
        this.configuration = ServiceProcess.sparseConfiguration(stack, kafka);
        stack.dwh().createDatabase(place);
        flags.put("name", place);
        flags.put("topic-prefix", place);
        flags.put("model", model.toString());
        flags.put("source.slot", place);
        flags.put("source.publication", place);
        flags.put("warehouse.url", stack.dwh().jdbcUrl(place));
        start();
    }

    void start() {
        service = ServiceProcess.start(configuration, arguments(roles.get(0)));
        others.clear();
        roles.subList(1, roles.size())
                .forEach(role -> others.add(ServiceProcess.start(configuration, arguments(role))));
    }

    /** All processes. */
    void kill() {
        service.kill();
        others.forEach(ServiceProcess::kill);
    }

    String[] arguments(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        flags.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments.toArray(String[]::new);
    }

    /** What a command printed, and its exit code. */
    record Run(int code, String output) {}

    /** Runs a command to its end. */
    Run run(String... command) throws InterruptedException {
        ServiceProcess process = ServiceProcess.start(configuration, arguments(command));
        int code = process.exitCode();
        return new Run(code, process.output());
    }

    void inWarehouse(String sql) throws SQLException {
        try (Connection warehouse = stack.dwh().connect(place);
                Statement statement = warehouse.createStatement()) {
            statement.execute(sql);
        }
    }

    Status status() {
        Map<String, String> prefixed = new TreeMap<>();
        flags.forEach((key, value) -> prefixed.put("cdc-vault." + key, value));
        Settings settings = SettingsReader.read(Optional.of(configuration), prefixed);
        return new StatusCollector(settings, Time.system()).collect();
    }

    void awaitReason(String... parts) {
        if (!Await.within(PATIENCE, () -> status().reasons().stream()
                .anyMatch(reason -> List.of(parts).stream().allMatch(reason::contains)))) {
            throw new AssertionError(List.of(parts) + " not in " + status().reasons() + "\n" + service.output());
        }
    }

    /** Runs what status says to run about a table. */
    void remedy(String table) throws SQLException {
        String reason = status().reasons().stream()
                .filter(each -> each.contains("public." + table))
                .findFirst()
                .orElseThrow();
        onMaster(stack, reason.substring(reason.indexOf("Run: ") + "Run: ".length()));
    }

    void awaitEqualAndHealthy() {
        if (!Await.within(PATIENCE, () -> differences().isEmpty() && status().health() == Health.HEALTHY)) {
            throw new AssertionError(place + ": " + differences() + " " + status().reasons() + "\n" + service.output());
        }
    }

    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (String table : tables) {
            List<String> inSource = inSource(stack, "select id, v from " + table + " order by 1");
            List<String> inVault = inVault("select id, v from vault.sat_" + table + "_current join vault.hub_" + table
                    + " using (" + table + "_hk) where is_live order by 1");
            if (!inSource.equals(inVault)) {
                differences.add(table + ": " + inVault + " instead of " + inSource);
            }
        }
        return differences;
    }

    List<String> inVault(String sql) {
        try {
            return new Road(stack, place).inVault(sql);
        } catch (SQLException e) {
            // Before the first load there is no vault.
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    static List<String> inSource(LocalStack stack, String sql) {
        try (Connection master = stack.master().connect();
                Statement statement = master.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                found.add(String.join(" ", row));
            }
            return found;
        } catch (SQLException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    static void onMaster(LocalStack stack, String... statements) throws SQLException {
        try (Connection master = stack.master().connect();
                Statement statement = master.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}

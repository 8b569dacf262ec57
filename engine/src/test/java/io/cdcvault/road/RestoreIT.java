package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A warehouse that is put back to an older state. The backup is a copy of the whole database that the server makes
 * while the service runs: what was committed at one moment, as {@code pg_dump} has it.
 */
final class RestoreIT {

    private static LocalStack stack;

    @BeforeAll
    static void makeTheSource() throws Exception {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(500, 5).loadIfMissing(master);
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void withKafkaTheServiceCatchesUpToTheSameVaultToTheLastByte() throws Exception {
        Road road = new Road(stack);
        Path configuration = ServiceProcess.sparseConfiguration(stack, true);
        ServiceProcess service = ServiceProcess.start(configuration, "run");
        road.awaitEqual(service);
        copy("dwh", "backup");
        play(1);
        road.awaitEqual(service);
        Map<String, String> before = digest();
        assertThat(service.terminate()).as(service.output()).isZero();

        copy("backup", "dwh");

        assertThat(digest()).isNotEqualTo(before);
        service = ServiceProcess.start(configuration, "run");
        road.awaitEqual(service);
        assertThat(service.terminate()).as(service.output()).isZero();
        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void withoutKafkaTheServiceRefusesUntilItMayTakeANewSnapshot() throws Exception {
        stack.dwh().createDatabase("direct");
        Road road = new Road(stack, "direct");
        Path configuration = ServiceProcess.sparseConfiguration(stack, false);
        ServiceProcess service = direct(configuration);
        road.awaitEqual(service);
        copy("direct", "direct_backup");
        play(2);
        road.awaitEqual(service);
        assertThat(service.terminate()).as(service.output()).isZero();

        copy("direct_backup", "direct");

        service = direct(configuration);
        assertThat(service.exitCode()).as(service.output()).isEqualTo(12);
        service = direct(configuration, "--snapshot-anew");
        road.awaitEqual(service);
        assertThat(service.terminate()).as(service.output()).isZero();
    }

    private static ServiceProcess direct(Path configuration, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--set", "source.slot=direct"));
        arguments.addAll(List.of("--set", "warehouse.url=" + stack.dwh().jdbcUrl("direct")));
        arguments.addAll(List.of(more));
        return ServiceProcess.start(configuration, arguments.toArray(String[]::new));
    }

    private static Map<String, String> digest() throws SQLException {
        try (Connection vault = stack.dwh().connect()) {
            return TableDigests.of(vault);
        }
    }

    private static void play(long seed) {
        String url = stack.master().jdbcUrl() + "?user=" + stack.master().user();
        new Traffic(url, TrafficPlan.of(seed, 2, 300)).play();
    }

    /** Makes a database what another is. Who is connected to that is sent away for a moment, and comes back. */
    private static void copy(String from, String to) throws SQLException {
        try (Connection connection = stack.dwh().connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + from + " allow_connections false");
            statement.execute(
                    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '" + from + "'");
            statement.execute("drop database if exists " + to + " with (force)");
            statement.execute("create database " + to + " template " + from);
            statement.execute("alter database " + from + " allow_connections true");
        }
    }
}

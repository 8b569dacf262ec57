package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several loaders that share topics of several partitions, and come and go as they like. */
@SuppressWarnings("NullAway.Init") // JUnit calls the set-up.
final class GroupIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private LocalStack stack;
    private Road road;
    private Path configuration;

    @BeforeEach
    void startTheStack() throws SQLException {
        stack = LocalStack.temporary();
        road = new Road(stack);
        configuration = ServiceProcess.configuration(stack);
        try (Connection master = stack.master().connect()) {
            new DemoData(3_000, 23).loadIfMissing(master);
        }
    }

    @AfterEach
    void stopTheStack() {
        stack.close();
    }

    @Test
    void loadersThatComeAndGoMakeTheVaultThatOneLoaderMakes() throws Exception {
        ServiceProcess capture = start("capture");
        ServiceProcess first = start("load");
        ServiceProcess second = start("load");
        awaitRows(1_000, first, second);
        Traffic traffic = new Traffic(
                stack.master().jdbcUrl() + "?user=" + stack.master().user(),
                TrafficPlan.of(23, 4, 1_800).at(120));
        CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
        ServiceProcess third = start("load");
        awaitMoreRows(1_000, first, second, third);
        road.onMaster(refilledSeats("Y"));
        first.kill();
        awaitMoreRows(500, second, third);
        road.onMaster(refilledSeats("X"));
        assertThat(second.terminate()).as(second.output()).isZero();
        playing.join();
        road.awaitEqual(third);

        JsonNode status = status();
        assertThat(status.at("/load/promise").asText()).isEqualTo("per row and per key");
        assertThat(status.at("/load/loaders").asInt()).isEqualTo(1);
        assertThat(status.at("/feed/lag_transactions").asLong()).isZero();
        assertThat(List.of(second.output(), third.output())).noneMatch(output -> output.contains("deadlock"));
        assertThat(command("replay", "--json")).contains("\"equal\":true");
        Map<String, String> ofGroup = digest();

        assertThat(third.terminate()).as(third.output()).isZero();
        assertThat(capture.terminate()).as(capture.output()).isZero();
        assertThat(loadedByOneLoader()).isEqualTo(ofGroup);
    }

    @Test
    void oneLoaderTakesOverFromAGroupAndAGroupFromOneLoader() throws Exception {
        ServiceProcess run = start("run");
        awaitRows(1_000, run);
        ServiceProcess waiting = start("load");
        Await.until(
                "the group's loader to wait", PATIENCE, () -> waiting.output().contains("Standing by"));
        run.kill();
        ServiceProcess capture = start("capture");
        ServiceProcess second = start("load");
        road.onMaster("insert into bookings values ('AAAA01', now(), 1)");
        road.awaitEqual(waiting);
        Traffic traffic =
                new Traffic(stack.master().jdbcUrl() + "?user=" + stack.master().user(), TrafficPlan.of(29, 2, 1_000));
        CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
        awaitMoreRows(300, waiting, second);
        waiting.kill();
        second.kill();
        playing.join();
        capture.kill();

        ServiceProcess last = start("run");
        road.awaitEqual(last);
        assertThat(last.output()).contains("Taking over from a group of loaders");
        assertThat(road.inVault("select count(*) from cdc_vault.partition_position"))
                .containsExactly("0");
        assertThat(last.terminate()).as(last.output()).isZero();
        Map<String, String> changedHands = digest();
        assertThat(loadedByOneLoader()).isEqualTo(changedHands);
    }

    /** The setting allows it; a loader that is further behind than the cleaner misses states of rows in between. */
    @Test
    void groupContinuesBehindWhatTheCleanerHasTakenAndItsTablesAreRepaired() throws Exception {
        // Whichever is the first creates the topics.
        ServiceProcess capture = start("capture", "--set", "kafka.cleanup-policy=compact");
        ServiceProcess first = start("load", "--set", "kafka.cleanup-policy=compact");
        ServiceProcess second = start("load", "--set", "kafka.cleanup-policy=compact");
        awaitRows(1_000, first, second);
        road.awaitEqual(second);
        command("pause", "load");
        Await.until("both loaders rest", PATIENCE, () -> List.of(first.output(), second.output()).stream()
                .allMatch(output -> output.contains("is paused")));
        try (CompactedTopic bookings = new CompactedTopic(stack, "postgres.public.bookings")) {
            for (int i = 0; i < 3; i++) {
                road.onMaster("update bookings set total_amount = total_amount + 1");
            }
            bookings.awaitCleaned(() -> road.onMaster("update bookings set total_amount = total_amount + 1"));
        }

        command("resume", "load");

        if (!Await.within(PATIENCE, () -> (first.output() + second.output())
                .contains("The topics have lost what the vault has not loaded"))) {
            throw new AssertionError("The loss is not named: " + first.output() + "\n" + second.output());
        }
        assertThat(command("skip-lost")).contains("public.bookings");
        road.awaitEqual(second);
        assertThat(allAlive(capture, first, second)).isTrue();
    }

    private String command(String... words) throws InterruptedException {
        ServiceProcess command = ServiceProcess.start(configuration, words);
        assertThat(command.exitCode()).as(command.output()).isZero();
        return command.output();
    }

    /** Rows before the truncate must go, rows after it must stay, and of each only the last state counts. */
    private static String[] refilledSeats(String letter) {
        return new String[] {
            "create temporary table kept on commit drop as select * from seats order by seat_no limit 40",
            "update seats set fare_conditions = 'Lost'",
            "insert into seats select 'Z' || n, min(aircraft_code), 'Lost' from seats, generate_series(100, 160) n"
                    + " group by n",
            "truncate seats",
            "insert into seats select seat_no, aircraft_code, 'First' from kept",
            "update seats set fare_conditions = 'Second'",
            "insert into seats select '" + letter + "' || n, min(aircraft_code), 'New'"
                    + " from kept, generate_series(100, 160) n group by n",
            "delete from seats where seat_no in (select seat_no from kept order by seat_no limit 5)",
            "update seats set fare_conditions = 'Third' where seat_no < (select max(seat_no) from kept)"
        };
    }

    private ServiceProcess start(String command, String... more) {
        return ServiceProcess.start(
                configuration,
                Stream.concat(
                                Stream.of(command, "--set", "kafka.partitions=4", "--set", "load.batch-rows=500"),
                                Arrays.stream(more))
                        .toArray(String[]::new));
    }

    /** From the same topics, into an empty vault. */
    private Map<String, String> loadedByOneLoader() throws Exception {
        try (Connection dwh = stack.dwh().connect()) {
            dwh.createStatement().execute("drop schema vault cascade");
            dwh.createStatement().execute("drop schema cdc_vault cascade");
        }
        ServiceProcess service = start("run");
        road.awaitEqual(service);
        assertThat(service.terminate()).as(service.output()).isZero();
        return digest();
    }

    private Map<String, String> digest() throws SQLException {
        try (Connection dwh = stack.dwh().connect()) {
            return TableDigests.of(dwh);
        }
    }

    private JsonNode status() throws Exception {
        ServiceProcess status = ServiceProcess.start(configuration, "status", "--json", "--wait=60");
        assertThat(status.exitCode()).as(status.output()).isZero();
        return new ObjectMapper().readTree(status.lastLine());
    }

    private void awaitMoreRows(long more, ServiceProcess... loaders) {
        awaitRows(rows() + more, loaders);
    }

    private void awaitRows(long atLeast, ServiceProcess... loaders) {
        if (!Await.within(PATIENCE, () -> rows() >= atLeast || !allAlive(loaders)) || !allAlive(loaders)) {
            StringBuilder output = new StringBuilder();
            for (ServiceProcess loader : loaders) {
                output.append(loader.output()).append('\n');
            }
            throw new AssertionError("The vault has not loaded " + atLeast + " rows: " + output);
        }
    }

    private static boolean allAlive(ServiceProcess... loaders) {
        return List.of(loaders).stream().allMatch(ServiceProcess::isAlive);
    }

    private long rows() {
        try {
            return Long.parseLong(road.inVault("select coalesce(sum(rows), 0) from cdc_vault.load_history")
                    .get(0));
        } catch (SQLException e) {
            // Before the first loader has made its tables.
            return 0;
        }
    }
}

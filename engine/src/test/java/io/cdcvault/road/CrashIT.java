package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.demo.DemoData;
import io.cdcvault.local.process.Await;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.traffic.Traffic;
import io.cdcvault.local.traffic.TrafficPlan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** kill -9 is a normal way to stop. */
final class CrashIT {

    @Test
    void killedInTheMiddleOfTrafficNothingIsMissingAndNothingIsTwice() throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            try (Connection master = stack.master().connect()) {
                new DemoData(3_000, 11).loadIfMissing(master);
            }
            Road road = new Road(stack);
            Path configuration = ServiceProcess.configuration(stack);
            Traffic traffic = new Traffic(
                    stack.master().jdbcUrl() + "?user=" + stack.master().user(), TrafficPlan.of(11, 4, 2_000));
            // The first kill is in the snapshot, the others wherever the traffic happens to be.
            ServiceProcess service = ServiceProcess.start(configuration, "run", "--set", "load.batch-rows=200");
            awaitRows(road, service, 200);
            service.kill();
            CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
            for (int kill = 0; kill < 4; kill++) {
                long before = rows(road);
                service = ServiceProcess.start(configuration, "run", "--set", "load.batch-rows=200");
                awaitRows(road, service, before + 300);
                service.kill();
            }
            playing.join();
            service = ServiceProcess.start(configuration, "run", "--set", "load.batch-rows=200");
            road.awaitEqual(service);

            assertThat(service.terminate()).as(service.output()).isZero();
            ServiceProcess status = ServiceProcess.start(configuration, "status", "--json");
            assertThat(status.exitCode())
                    .as("a stopped service is down: " + status.output())
                    .isEqualTo(3);
            Map<String, String> crashed = digest(stack);
            assertThat(road.inVault("select events from cdc_vault.feed_position where feed = 'bookings/kafka'"))
                    .as("every event counted once")
                    .isEqualTo(road.inVault("select rows from cdc_vault.feed_position where feed = 'bookings/kafka'"));
            loadAnewFromTheTopics(stack, configuration, road);
            assertThat(digest(stack)).isEqualTo(crashed);
        }
    }

    /** A vault loaded from the same topics without interruption is the same to the last byte. */
    private static void loadAnewFromTheTopics(LocalStack stack, Path configuration, Road road) throws Exception {
        try (Connection dwh = stack.dwh().connect()) {
            dwh.createStatement().execute("drop schema vault cascade");
            dwh.createStatement().execute("drop schema cdc_vault cascade");
        }
        ServiceProcess service = ServiceProcess.start(configuration, "run", "--set", "load.batch-rows=5000");
        road.awaitEqual(service);
        assertThat(service.terminate()).as(service.output()).isZero();
    }

    private static Map<String, String> digest(LocalStack stack) throws SQLException {
        try (Connection dwh = stack.dwh().connect()) {
            return VaultDigest.of(dwh);
        }
    }

    private static void awaitRows(Road road, ServiceProcess service, long atLeast) {
        if (!Await.within(Duration.ofSeconds(90), () -> rows(road) >= atLeast || !service.isAlive())
                || !service.isAlive()) {
            throw new AssertionError("The vault has not loaded " + atLeast + " rows: " + service.output());
        }
    }

    private static long rows(Road road) {
        try {
            List<String> rows = road.inVault("select coalesce(sum(rows), 0) from cdc_vault.feed_position");
            return Long.parseLong(rows.get(0));
        } catch (SQLException e) {
            return 0;
        }
    }
}

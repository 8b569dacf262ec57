package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The road without Kafka: the same promises, kept by one transaction of the warehouse. */
final class DirectIT {

    private static final String COUNTED = "select coalesce(sum(rows), 0) from cdc_vault.feed_position";

    @Test
    void killedInTheSnapshotAndInTrafficNothingIsMissingAndNothingIsTwice() throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            try (Connection master = stack.master().connect()) {
                new DemoData(2_000, 13).loadIfMissing(master);
            }
            Road road = new Road(stack);
            Path configuration = ServiceProcess.configurationWithoutKafka(stack);
            ServiceProcess service = start(configuration);
            awaitRows(road, service, 200);
            service.kill();
            Traffic traffic = traffic(stack);
            CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
            for (int kill = 0; kill < 2; kill++) {
                long before = rows(road);
                service = start(configuration);
                awaitRows(road, service, before + 300);
                service.kill();
            }
            traffic.stop();
            playing.join();
            service = start(configuration);
            transactionLargerThanABatch(road);
            road.awaitEqual(service);

            assertThat(status(configuration)).contains("\"state\":\"healthy\"", "\"kind\":\"direct\"");
            assertThat(command(configuration, "topics")).contains("No Kafka is configured");
            assertThat(service.terminate()).as(service.output()).isZero();
            assertEveryEventIsCountedOnce(road);
            assertCommitLsnsAreKnown(road);
        }
    }

    private static void transactionLargerThanABatch(Road road) throws SQLException {
        road.onMaster(
                "insert into bookings select '#' || lpad(n::text, 5, '0'), now(), n from generate_series(1, 999) n",
                "update bookings set total_amount = total_amount + 1 where book_ref like '#00%'");
    }

    private static void assertEveryEventIsCountedOnce(Road road) throws SQLException {
        assertThat(road.inVault("select events - rows from cdc_vault.feed_position where feed = 'bookings/direct'"))
                .containsExactly("0");
    }

    /** A large transaction is staged before it tells where it commits. */
    private static void assertCommitLsnsAreKnown(Road road) throws SQLException {
        assertThat(road.inVault("select count(*) from vault.sat_booking where src_lsn = '0/0'"))
                .containsExactly("0");
        assertThat(
                        road.inVault(
                                """
                        select count(distinct s.src_lsn), count(distinct s.load_dts)
                        from vault.sat_booking s join vault.hub_booking h using (booking_hk)
                        where h.book_ref like '#%'"""))
                .containsExactly("1 1");
    }

    private static ServiceProcess start(Path configuration) {
        return ServiceProcess.start(configuration, "run", "--set", "load.batch-rows=200");
    }

    private static String status(Path configuration) throws InterruptedException {
        return command(configuration, "status", "--json", "--wait", "60");
    }

    private static String command(Path configuration, String... arguments) throws InterruptedException {
        ServiceProcess command = ServiceProcess.start(configuration, arguments);
        command.exitCode();
        return command.output();
    }

    /** Until it is stopped, so that there is more to load after each kill. */
    private static Traffic traffic(LocalStack stack) {
        String url = stack.master().jdbcUrl() + "?user=" + stack.master().user();
        return new Traffic(url, TrafficPlan.of(13, 4, Long.MAX_VALUE).at(150));
    }

    private static void awaitRows(Road road, ServiceProcess service, long atLeast) {
        if (!Await.within(Duration.ofSeconds(60), () -> rows(road) >= atLeast || !service.isAlive())
                || !service.isAlive()) {
            throw new AssertionError("The vault has not loaded " + atLeast + " rows: " + service.output());
        }
    }

    private static long rows(Road road) {
        try {
            return Long.parseLong(road.inVault(COUNTED).get(0));
        } catch (SQLException e) {
            return 0;
        }
    }
}

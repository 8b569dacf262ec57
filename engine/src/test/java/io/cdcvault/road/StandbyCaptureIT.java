package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes are captured from a standby; everything else is asked of the primary, and the standby may become it. */
final class StandbyCaptureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void standbyIsStreamedFromAndPromoted(boolean kafka) throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            try (Connection master = stack.master().connect()) {
                new DemoData(300, 5).loadIfMissing(master);
            }
            PostgresServer standby = stack.replica();
            Path configuration = ServiceProcess.sparseConfiguration(stack, kafka);
            String primary = "jdbc:postgresql://127.0.0.1:" + stack.master().port() + ",127.0.0.1:" + standby.port()
                    + "/bookings";
            Road road = new Road(stack);
            ServiceProcess service = ServiceProcess.start(configuration, arguments(primary, standby, "run"));
            road.awaitEqual(service);
            road.onMaster("insert into bookings select 'Z' || n, now(), n from generate_series(1, 20) n");
            road.onMaster("delete from bookings where book_ref = 'Z1'");
            road.awaitEqual(service);
            assertThat(FailoverStack.ask(
                            stack.master(), "select count(*) from pg_replication_slots where slot_type = 'logical'"))
                    .as("slots on the primary")
                    .isEqualTo("0");
            assertIdleSlotMovesOn(stack, standby, service);

            service.kill();
            standby.restart();
            road.onMaster("update bookings set total_amount = 5 where book_ref like 'Z%'");
            service = ServiceProcess.start(configuration, arguments(primary, standby, "run"));
            road.awaitEqual(service);
            assertEnds(configuration, arguments(primary, standby, "snapshot", "bookings"));
            assertEnds(configuration, arguments(primary, standby, "status"));
            assertEnds(configuration, arguments(primary, standby, "verify", "--wait", "60"));

            stack.promoteReplica();
            road.onMaster("update bookings set total_amount = 6 where book_ref like 'Z%'");
            road.awaitEqual(service);
            assertThat(service.terminate()).as(service.output()).isZero();
            road.onMaster("update bookings set total_amount = 7 where book_ref like 'Z%'");
            service = ServiceProcess.start(configuration, arguments(primary, standby, "run"));
            road.awaitEqual(service);
            assertThat(service.terminate()).as(service.output()).isZero();
        }
    }

    /** What another database of the primary writes must not be kept for it. */
    private static void assertIdleSlotMovesOn(LocalStack stack, PostgresServer standby, ServiceProcess service) {
        String written = FailoverStack.ask(stack.master(), "select pg_current_wal_insert_lsn()");
        if (!Await.within(PATIENCE, () -> FailoverStack.ask(
                        standby,
                        "select count(*) from pg_replication_slots where slot_name = 'cdc_vault'"
                                + " and confirmed_flush_lsn >= '" + written + "'")
                .equals("1"))) {
            throw new AssertionError("The slot stays before " + written + ": " + service.output());
        }
    }

    private static void assertEnds(Path configuration, String[] arguments) throws InterruptedException {
        ServiceProcess command = ServiceProcess.start(configuration, arguments);
        assertThat(command.exitCode()).as(command.output()).isZero();
    }

    private static String[] arguments(String primary, PostgresServer standby, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--set", "source.url=" + primary,
                "--set", "source.capture-url=" + standby.jdbcUrl(),
                "--set", "capture.heartbeat-interval=500ms"));
        return all.toArray(String[]::new);
    }
}

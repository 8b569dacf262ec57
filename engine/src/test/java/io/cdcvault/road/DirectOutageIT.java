package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Without Kafka the master alone remembers what the vault does not hold yet. */
final class DirectOutageIT {

    private static LocalStack stack;
    private static Road road;
    private static SlotOnMaster slot;
    private static TcpProxy toWarehouse;
    private static Path configuration;
    private static ServiceProcess service;
    private static int bursts;

    @BeforeAll
    static void startTheRoad() throws SQLException {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(1_000, 5).loadIfMissing(master);
        }
        toWarehouse = TcpProxy.to(stack.dwh().port());
        road = new Road(stack);
        slot = new SlotOnMaster(stack, "cdc_vault");
        configuration = ServiceProcess.sparseConfiguration(stack, false);
        service = start();
        road.awaitEqual(service);
    }

    @AfterAll
    static void stopTheRoad() throws InterruptedException {
        try {
            assertThat(service.terminate()).as(service.output()).isZero();
        } finally {
            stack.close();
        }
    }

    /** The position goes back with the rows, but a slot cannot: what was confirmed must be on the warehouse's disk. */
    @Test
    void whatWasConfirmedToTheSlotOutlivesACrashOfTheWarehouse() throws SQLException {
        try (Connection dwh = stack.dwh().connect();
                Statement statement = dwh.createStatement()) {
            statement.execute("alter system set wal_writer_delay = '10s'");
            statement.execute("select pg_reload_conf()");
        }
        burst();
        slot.awaitConfirmed();
        stack.dwh().kill();
        stack.dwh().start();

        road.awaitEqual(service);
    }

    @Test
    void warehouseThatFallsSilentIsFoundOut() {
        toWarehouse.fallSilent();
        burst();
        toWarehouse.mend();

        // A short piece of bookkeeping may be waiting for an answer: it gives up after a minute and a half.
        road.awaitEqual(service, Duration.ofMinutes(4));
    }

    /** A master that is shut down waits for its streams; the service lets go of it, whatever it waits for itself. */
    @Test
    void blockedWarehouseDelaysNeitherTheMastersShutdownNorTheEndOfTheService() throws Exception {
        ServiceProcess stopped = service;
        try (Connection dwh = stack.dwh().connect();
                Statement statement = dwh.createStatement()) {
            dwh.setAutoCommit(false);
            statement.execute("lock table vault.hub_booking, vault.hub_ticket, vault.hub_flight");
            burst();
            Await.until("the loader waits for a lock", Duration.ofSeconds(60), () -> isBlocked(statement));
            stack.master().stop();
            stack.master().start();
            assertThat(stopped.terminate()).as(stopped.output()).isZero();
        }
        service = start();

        road.awaitEqual(service);
    }

    private static boolean isBlocked(Statement statement) {
        try (ResultSet row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
            return row.next() && row.getLong(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void secondServiceStandsByAndTakesOverFromTheDead() {
        ServiceProcess second = start();
        awaitOutput(second, "Standing by");
        service.kill();
        service = second;
        burst();

        road.awaitEqual(second);
        assertThat(second.output()).doesNotContain("retrying in");
    }

    private static ServiceProcess start() {
        return ServiceProcess.start(
                configuration,
                "run",
                "--set",
                "warehouse.url=" + toWarehouse.through(stack.dwh().jdbcUrl()),
                "--set",
                "capture.heartbeat-interval=1s");
    }

    private static void burst() {
        String url = stack.master().jdbcUrl() + "?user=" + stack.master().user();
        new Traffic(url, TrafficPlan.of(++bursts, 8, 200)).play();
    }

    private static void awaitOutput(ServiceProcess service, String text) {
        if (!Await.within(Duration.ofSeconds(60), () -> service.output().contains(text))) {
            throw new AssertionError("The service has not said \"" + text + "\": " + service.output());
        }
    }
}

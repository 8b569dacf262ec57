package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.servers.kafka.KafkaBroker;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import io.cdcvault.servers.process.Processes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes away comes back: nothing is lost, nothing is doubled, and nobody has to be called. */
@SuppressWarnings("NullAway.Init") // Before the first test.
final class OutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static LocalStack stack;
    private static Road road;
    private static SlotOnMaster slot;
    private static Path configuration;
    private static TcpProxy toMaster;
    private static TcpProxy toWarehouse;
    private static TcpProxy toBroker;
    private static ServiceProcess service;
    private static int bursts;

    /** Which connections are cut. */
    enum Cut {
        MASTER,
        WAREHOUSE,
        BROKER;

        TcpProxy proxy() {
            return switch (this) {
                case MASTER -> toMaster;
                case WAREHOUSE -> toWarehouse;
                case BROKER -> toBroker;
            };
        }
    }

    @BeforeAll
    static void startTheRoad() throws SQLException {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(1_000, 5).loadIfMissing(master);
        }
        toMaster = TcpProxy.to(stack.master().port());
        toWarehouse = TcpProxy.to(stack.dwh().port());
        startProxiedBroker();
        road = new Road(stack);
        slot = new SlotOnMaster(stack, "cdc_vault");
        // How long a connection that was cut off blocks the slot; a minute by default.
        slot.query("alter system set wal_sender_timeout = '5s'");
        slot.query("select pg_reload_conf()");
        configuration = ServiceProcess.sparseConfiguration(stack, true);
        service = start();
        road.awaitEqual(service);
    }

    @AfterAll
    static void stopTheRoad() throws InterruptedException {
        try {
            assertThat(service.terminate()).as(service.output()).isZero();
            assertThat(service.output()).doesNotContain("OutOfMemoryError");
        } finally {
            stack.close();
        }
    }

    @Test
    void whileTheWarehouseIsDownChangesAreStillPublishedAndThenLoaded() throws SQLException {
        stack.dwh().kill();
        burst();
        slot.awaitConfirmed();
        stack.dwh().start();

        road.awaitEqual(service);
        assertThat(service.output()).contains("The load failed (");
    }

    @Test
    void whileKafkaIsDownTheSlotKeepsTheWalAndMemoryStaysFlat() throws SQLException {
        stack.broker().kill();
        String confirmed = slot.column("confirmed_flush_lsn");
        burst();
        road.onMaster(
                "insert into bookings select '~' || lpad(n::text, 5, '0'), now(), n from generate_series(1, 12000) n",
                "insert into tickets select '~' || lpad(n::text, 12, '0'), '~' || lpad(n::text, 5, '0'), 'P', 'WIDE',"
                        + " jsonb_build_object('x', repeat(md5(n::text), 200)) from generate_series(1, 12000) n");
        awaitOutput(service, "The capture failed (");
        assertThat(slot.column("confirmed_flush_lsn")).isEqualTo(confirmed);
        stack.broker().start();

        road.awaitEqual(service, Duration.ofMinutes(3));
        assertThat(service.output()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void secondServiceStandsByAndTakesOverFromTheFrozen() throws SQLException {
        ServiceProcess second = start();
        awaitOutput(second, "Standing by: another service captures");
        awaitOutput(second, "Standing by: another service loads");
        Await.until("its page says that it stands by", PATIENCE, () -> new AdminClient(second.admin())
                .json("/api/status")
                .path("role")
                .asText()
                .equals("standby"));
        ServiceProcess first = service;
        Processes.freeze(List.of(first.handle()));
        endSessionsWithRights();
        service = second;
        burst();

        road.awaitEqual(second);
        Processes.thaw(List.of(first.handle()));
        awaitOutput(first, "Standing by: another service captures");
        awaitOutput(first, "Standing by: another service loads");
        assertThat(first.isAlive()).isTrue();
        first.kill();
        burst();
        road.awaitEqual(second);
        assertThat(second.output()).doesNotContain("retrying in");
    }

    /** As the servers do when they have not heard of a frozen process for half a minute. */
    private static void endSessionsWithRights() throws SQLException {
        slot.query("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
        slot.query("select pg_terminate_backend(active_pid) from pg_replication_slots where active");
        try (Connection dwh = stack.dwh().connect();
                Statement statement = dwh.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
        }
    }

    /** It would fence the first one's producer. */
    @Test
    void secondServiceForTheSameTopicsButAnotherSlotStandsBy() throws InterruptedException {
        ServiceProcess second = start("--set", "source.slot=another");
        awaitOutput(second, "Standing by: another service captures");
        burst();

        road.awaitEqual(service);
        assertThat(second.terminate()).as(second.output()).isZero();
    }

    @Test
    void masterRestartedOrKilledIsStreamedFromAgain() throws SQLException {
        stack.master().restart();
        burst();
        stack.master().kill();
        stack.master().start();
        burst();

        road.awaitEqual(service);
    }

    @Test
    void lockThatTheLoaderWaitsForIsNamedWithItsHolder() throws SQLException {
        AdminClient admin = new AdminClient(service.admin());
        try (Connection other = stack.dwh().connect();
                Statement statement = other.createStatement()) {
            statement.execute("set application_name = 'a nightly report'");
            other.setAutoCommit(false);
            statement.execute("lock table vault.hub_booking");
            burst();
            Await.until("the lock is named", PATIENCE, () -> admin.json("/health/ready")
                    .path("reasons")
                    .toString()
                    .contains("of postgres, a nightly report holds. Let that session end its transaction"));
            other.rollback();
        }

        road.awaitEqual(service);
        Await.until(
                "the service is healthy",
                PATIENCE,
                () -> admin.json("/health/ready").path("state").asText().equals("healthy"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MASTER", "DWH"})
    void serverWithoutAFreeConnectionIsNamedAndUsedAgainOnceItHasSome(StackSystem system) throws SQLException {
        PostgresServer server = (PostgresServer) stack.server(system);
        int said = service.output().length();
        List<Connection> taken = new ArrayList<>();
        try {
            Await.until("the service has no connection", PATIENCE, () -> {
                endSessionsOfTheService(server, taken);
                takeAll(server, taken);
                return service.output().substring(said).contains("too many clients already");
            });
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        burst();

        road.awaitEqual(service);
    }

    private static void endSessionsOfTheService(PostgresServer server, List<Connection> taken) {
        try {
            if (taken.isEmpty()) {
                taken.add(server.connect());
            }
            try (Statement statement = taken.get(0).createStatement()) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where application_name like 'cdc-vault %' or backend_type = 'walsender'");
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void takeAll(PostgresServer server, List<Connection> taken) {
        try {
            while (true) {
                taken.add(DriverManager.getConnection(server.jdbcUrl(), server.user(), ""));
            }
        } catch (SQLException full) {
            assertThat(full.getSQLState()).isEqualTo("53300");
        }
    }

    @Test
    void connectionsThatAreResetAreMadeAgain() throws SQLException {
        for (Cut cut : Cut.values()) {
            cut.proxy().breakOff();
            burst();
            cut.proxy().mend();
        }

        road.awaitEqual(service);
    }

    /** The sockets stay open and dead for ever, so the service must find out; of all of them, each by itself. */
    @Test
    void connectionsThatFallSilentAreMadeAgain() throws SQLException {
        for (Cut cut : Cut.values()) {
            cut.proxy().fallSilent();
        }
        burst();
        for (Cut cut : Cut.values()) {
            cut.proxy().mend();
        }

        // A short piece of bookkeeping may be waiting for an answer: it gives up after a minute and a half.
        road.awaitEqual(service, Duration.ofMinutes(4));
    }

    private static ServiceProcess start(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run"));
        set(arguments, "source.url", toMaster.through(stack.master().jdbcUrl()));
        set(arguments, "warehouse.url", toWarehouse.through(stack.dwh().jdbcUrl()));
        set(arguments, "kafka.bootstrap-servers", "127.0.0.1:" + toBroker.port());
        // What Kafka's clients notice after half a minute or more is to be noticed within the test's patience.
        set(arguments, "kafka.properties.\"request.timeout.ms\"", "4000");
        set(arguments, "kafka.properties.\"delivery.timeout.ms\"", "10000");
        set(arguments, "kafka.properties.\"max.block.ms\"", "10000");
        set(arguments, "capture.heartbeat-interval", "1s");
        arguments.addAll(Arrays.asList(more));
        return ServiceProcess.start(configuration, arguments.toArray(String[]::new));
    }

    private static void set(List<String> arguments, String key, String value) {
        arguments.addAll(List.of("--set", key + "=" + value));
    }

    private static void startProxiedBroker() {
        KafkaBroker broker = (KafkaBroker) stack.server(StackSystem.BROKER);
        broker.detour(port -> {
            toBroker = TcpProxy.to(port);
            return toBroker.port();
        });
        stack.broker();
    }

    /** Some transactions of all kinds, over a connection that is not cut. */
    private static void burst() {
        String url = stack.master().jdbcUrl() + "?user=" + stack.master().user();
        new Traffic(url, TrafficPlan.of(++bursts, 8, 200)).play();
    }

    private static void awaitOutput(ServiceProcess service, String text) {
        if (!Await.within(PATIENCE, () -> service.output().contains(text))) {
            throw new AssertionError("The service has not said \"" + text + "\": " + service.output());
        }
    }
}

package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.reading.ShippedModels;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A standby that lagged is promoted: it lacks changes that the vault holds, and a slot on it would not tell. */
final class ServerReplacedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void promotedStandbyThatLaggedIsRefusedUntilANewSnapshotIsAskedFor() throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            try (Connection master = stack.master().connect()) {
                new DemoData(300, 5).loadIfMissing(master);
            }
            PostgresServer standby = stack.replica();
            Path configuration = ServiceProcess.sparseConfiguration(stack, false);
            Road road = new Road(stack);
            ServiceProcess service = ServiceProcess.start(configuration, "run");
            road.awaitEqual(service);
            run(standby, "alter system set primary_conninfo = ''", "select pg_reload_conf()");
            Await.until("the standby receives nothing", PATIENCE, () -> isAtRest(stack));
            road.onMaster("insert into bookings select 'Z' || lpad(n::text, 5, '0'), now(), n"
                    + " from generate_series(1, 2000) n");
            road.awaitEqual(service);
            assertThat(service.terminate()).as(service.output()).isZero();
            stack.master().stop();

            service = onStandby(standby, configuration, "run");
            awaitOutput(service, "is a standby");
            assertThat(service.terminate()).as(service.output()).isZero();

            run(
                    standby,
                    "select pg_promote()",
                    "select pg_create_logical_replication_slot('cdc_vault', 'pgoutput')",
                    "insert into bookings select 'Y' || lpad(n::text, 5, '0'), now(), n from generate_series(1, 15) n");
            service = onStandby(standby, configuration, "run");
            assertThat(service.exitCode()).as(service.output()).isEqualTo(17);
            assertThat(service.output())
                    .contains("left timeline 1 at", "was only on the old server", "--snapshot-anew");
            ServiceProcess doctor = onStandby(standby, configuration, "doctor");
            doctor.exitCode();
            assertThat(doctor.output()).contains("left timeline 1 at");

            service = onStandby(standby, configuration, "run", "--snapshot-anew");
            awaitEqual(stack, standby, service);
            run(standby, "update bookings set total_amount = 7 where book_ref like 'Y%'");
            awaitEqual(stack, standby, service);
            ServiceProcess verify = onStandby(standby, configuration, "verify", "--wait", "60");
            assertThat(verify.exitCode()).as(verify.output()).isZero();
            assertThat(service.terminate()).as(service.output()).isZero();
            assertThat(road.inVault("select count(*) from vault.hub_booking where book_ref like 'Z%'"))
                    .as("what only the old server had stays known")
                    .containsExactly("2000");
            service = onStandby(standby, configuration, "run");
            run(standby, "update bookings set total_amount = 8 where book_ref like 'Y%'");
            awaitEqual(stack, standby, service);
            assertThat(service.terminate()).as(service.output()).isZero();
        }
    }

    private static boolean isAtRest(LocalStack stack) {
        try {
            return new SlotOnMaster(stack, "replica").column("active").equals("f");
        } catch (AssertionError e) {
            return false;
        }
    }

    private static ServiceProcess onStandby(PostgresServer standby, Path configuration, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--set", "source.url=" + standby.jdbcUrl()));
        return ServiceProcess.start(configuration, arguments.toArray(String[]::new));
    }

    private static void awaitEqual(LocalStack stack, PostgresServer source, ServiceProcess service) {
        if (!Await.within(PATIENCE, () -> differences(stack, source).isEmpty())) {
            throw new AssertionError(differences(stack, source) + "\n" + service.output());
        }
    }

    private static List<String> differences(LocalStack stack, PostgresServer source) {
        try (Connection master = source.connect();
                Connection vault = stack.dwh().connect()) {
            return new VaultComparison(ShippedModels.bookings(), master, vault).differences();
        } catch (SQLException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static void run(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void awaitOutput(ServiceProcess service, String text) {
        if (!Await.within(PATIENCE, () -> service.output().contains(text))) {
            throw new AssertionError("The service has not said \"" + text + "\": " + service.output());
        }
    }
}

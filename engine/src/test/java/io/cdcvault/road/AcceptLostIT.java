package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A standby that nothing waited for is promoted: it lacks commits that the vault has. */
final class AcceptLostIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({"true,true", "false,true", "false,false"})
    void lostCommitsAreRefusedWithTheirRangeAndClosedOnceTheLossIsAccepted(boolean kafka, boolean slotIsThere)
            throws Exception {
        try (FailoverStack servers = FailoverStack.start()) {
            LocalStack stack = servers.stack();
            servers.waitForNone();
            try (Connection master = stack.master().connect()) {
                new DemoData(300, 5).loadIfMissing(master);
            }
            Path configuration = ServiceProcess.sparseConfiguration(stack, kafka);
            Road road = new Road(stack);
            road.onMaster("insert into bookings select 'W' || n, now(), n from generate_series(1, 9) n");
            ServiceProcess service = ServiceProcess.start(configuration, servers.arguments("run"));
            road.awaitEqual(service);
            servers.awaitSynchronized(service, "cdc_vault");
            servers.cutOff();
            road.onMaster("insert into bookings select 'Z' || n, now(), n from generate_series(1, 20) n");
            road.onMaster("delete from bookings where book_ref = 'W1'");
            road.onMaster("update bookings set total_amount = 1000 where book_ref = 'W2'");
            road.awaitEqual(service);
            servers.promote();
            FailoverStack.run(
                    stack.master(), "insert into bookings select 'Y' || n, now(), n from generate_series(1, 5) n");
            if (!slotIsThere) {
                FailoverStack.run(stack.master(), "select pg_drop_replication_slot('cdc_vault')");
            }

            assertThat(service.exitCode()).as(service.output()).isEqualTo(17);
            assertThat(service.output())
                    .contains("left timeline 1 at", "So far the vault shows 3 transactions of it", "--accept-lost");
            assertThat(ServiceProcess.start(configuration, servers.arguments("run"))
                            .exitCode())
                    .as("a restart does not help")
                    .isEqualTo(17);

            String[] accepting = servers.arguments("run", "--accept-lost", "the standby lagged");
            service = ServiceProcess.start(configuration, accepting);
            road.awaitEqual(service);
            FailoverStack.run(stack.master(), "update bookings set total_amount = 7 where book_ref like 'Y%'");
            road.awaitEqual(service);
            assertThat(service.output())
                    .contains("accepted because: the standby lagged. So far the vault shows 3 transactions");
            assertThat(road.inVault("select reason, transactions, old_timeline, new_timeline, after_lsn < until_lsn"
                            + " from cdc_vault.accepted_loss"))
                    .containsExactly("the standby lagged 3 1 2 t");
            awaitEvent(road);
            assertThat(road.inVault("select count(*) from vault.hub_booking where book_ref like 'Z%'"))
                    .as("what only the old master had stays known")
                    .containsExactly("20");
            assertThat(road.inVault("select count(*) from vault.sat_booking_current join vault.hub_booking using"
                            + " (booking_hk) where book_ref like 'Z%' and is_live"))
                    .as("and is not alive")
                    .containsExactly("0");
            assertThat(road.inVault("select is_live from vault.sat_booking_current join vault.hub_booking using"
                            + " (booking_hk) where book_ref = 'W1'"))
                    .as("a deletion that was lost")
                    .containsExactly("t");
            ServiceProcess verify = ServiceProcess.start(configuration, servers.arguments("verify", "--wait", "60"));
            assertThat(verify.exitCode()).as(verify.output()).isZero();

            assertThat(service.terminate()).as(service.output()).isZero();
            service = ServiceProcess.start(configuration, servers.arguments("run"));
            FailoverStack.run(stack.master(), "update bookings set total_amount = 8 where book_ref like 'Y%'");
            road.awaitEqual(service);
            assertThat(service.terminate()).as(service.output()).isZero();
            assertThat(road.inVault("select count(*) from cdc_vault.accepted_loss"))
                    .containsExactly("1");
        }
    }

    private static void awaitEvent(Road road) {
        Await.until("the event is there", PATIENCE, () -> {
            try {
                return road.inVault("select count(*) from cdc_vault.event where what like '%the standby lagged%'")
                        .equals(List.of("1"));
            } catch (SQLException e) {
                return false;
            }
        });
    }
}

package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.demo.DemoData;
import io.cdcvault.local.process.Await;
import io.cdcvault.local.stack.LocalStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A slot that is gone took changes with it: the service says so instead of going on without them. */
final class LostSlotIT {

    @Test
    void droppedSlotEndsTheServiceAndKeepsItFromStartingAgain() throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            try (Connection master = stack.master().connect()) {
                new DemoData(1_000, 3).loadIfMissing(master);
            }
            Path configuration = ServiceProcess.configuration(stack);
            ServiceProcess service = ServiceProcess.start(configuration, "run");
            new Road(stack).awaitEqual(service);

            Await.until("the slot to be dropped", Duration.ofSeconds(30), () -> dropSlot(stack));

            assertThat(service.exitCode()).as(service.output()).isEqualTo(12);
            assertThat(service.output()).contains("Replication slot cdc_vault was dropped");
            ServiceProcess again = ServiceProcess.start(configuration, "run");
            assertThat(again.exitCode()).as(again.output()).isEqualTo(12);
            assertThat(again.output()).contains("Replication slot cdc_vault does not exist");
        }
    }

    private static boolean dropSlot(LocalStack stack) {
        try (Connection master = stack.master().connect();
                Statement statement = master.createStatement()) {
            statement.execute("select pg_terminate_backend(active_pid) from pg_replication_slots"
                    + " where slot_name = 'cdc_vault' and active");
            statement.execute("select pg_drop_replication_slot('cdc_vault')");
            return true;
        } catch (SQLException stillActive) {
            return false;
        }
    }
}

package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master that dies, and its standby in its place: the service continues on it by itself. */
final class FailoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void promotedStandbyIsStreamedFromWithoutAWordFromAnyone(boolean kafka) throws Exception {
        try (FailoverStack servers = FailoverStack.start()) {
            LocalStack stack = servers.stack();
            try (Connection master = stack.master().connect()) {
                new DemoData(300, 5).loadIfMissing(master);
            }
            Path configuration = ServiceProcess.sparseConfiguration(stack, kafka);
            Road road = new Road(stack);
            ServiceProcess service = ServiceProcess.start(configuration, servers.arguments("run"));
            road.awaitEqual(service);
            servers.awaitSynchronized(service, "cdc_vault");
            ServiceProcess doctor = ServiceProcess.start(configuration, servers.arguments("doctor"));
            doctor.exitCode();
            assertThat(doctor.output().replaceAll("\\s+", " "))
                    .contains("slot cdc_vault is a failover slot", "is in step");
            Traffic traffic =
                    new Traffic(servers.writersUrl(), TrafficPlan.endless(1, 8).at(100));
            CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
            servers.awaitLoaded(road, service);

            PostgresServer killed = servers.promote();

            servers.awaitLoaded(road, service);
            traffic.stop();
            playing.join();
            road.awaitEqual(service);
            assertThat(service.output()).contains("timeline 2", "continued on").doesNotContain("--snapshot-anew");
            assertThat(road.inVault("select count(*) from cdc_vault.event where what like '%continued on%'"))
                    .containsExactly("1");

            servers.rejoin(killed);
            servers.awaitSynchronized(service, "cdc_vault");
            servers.promote();
            servers.awaitLoaded(road, service);
            road.awaitEqual(service);
            assertThat(service.output()).contains("timeline 3");
            assertThat(service.terminate()).as(service.output()).isZero();
        }
    }

    @Test
    void oldMasterThatComesBackIsNotStreamedFrom() throws Exception {
        try (FailoverStack servers = FailoverStack.start()) {
            LocalStack stack = servers.stack();
            try (Connection master = stack.master().connect()) {
                new DemoData(300, 5).loadIfMissing(master);
            }
            Path configuration = ServiceProcess.sparseConfiguration(stack, false);
            Road road = new Road(stack);
            ServiceProcess service = ServiceProcess.start(configuration, servers.arguments("run"));
            road.awaitEqual(service);
            servers.awaitSynchronized(service, "cdc_vault");
            PostgresServer old = servers.promote();
            servers.awaitLoaded(road, service);

            old.start();
            FailoverStack.run(old, "insert into bookings values ('OLD', now(), 1)");
            stack.master().kill();
            Await.until("the old master is looked at", PATIENCE, () -> service.output()
                    .contains("The service waits for the server of that timeline"));
            stack.master().start();

            servers.awaitLoaded(road, service);
            road.awaitEqual(service);
            assertThat(service.terminate()).as(service.output()).isZero();
            assertThat(road.inVault("select count(*) from vault.hub_booking where book_ref = 'OLD'"))
                    .containsExactly("0");
        }
    }
}

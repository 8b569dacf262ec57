package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * kill -9 is a normal way to stop. Three services capture the same history from its first row on: one through the
 * topics and one without them are killed all the time, one is left alone; in the end their vaults have the same
 * digests. {@code bin/chaos.sh} does the same for as long as it is told to.
 */
@SuppressWarnings("NullAway.Init") // Before the first test.
final class CrashIT {

    private static final int RANDOM_KILLS = 4;
    private static final int LONGEST_LIFE_MILLIS = 2_000;

    private static final List<String> POINTS_IN_A_HUGE_TRANSACTION = List.of("in-transaction:1500", "after-piece:3");

    private static LocalStack stack;
    private static ServiceProcess leftAlone;
    private static int trafficSeed;

    /** A service with a slot and a vault of its own. */
    enum Victim {
        THROUGH_KAFKA("through_kafka"),
        DIRECT("direct"),
        LEFT_ALONE("left_alone");

        private final String place;

        Victim(String place) {
            this.place = place;
        }

        Stream<String> points() {
            Stream<String> ofBoth = Stream.of(
                    "before-warehouse-commit:2",
                    "after-warehouse-commit:2",
                    "before-slot-confirm:3",
                    "after-slot-confirm:3");
            return this == DIRECT
                    ? ofBoth
                    : Stream.concat(
                            ofBoth,
                            Stream.of(
                                    "before-kafka-commit:2",
                                    "after-kafka-commit:2",
                                    "before-relay:3",
                                    "after-relay:3",
                                    "relay-taken:3"));
        }

        ServiceProcess start(String... jvmOptions) {
            return ServiceProcess.start(
                    List.of(jvmOptions),
                    ServiceProcess.sparseConfiguration(stack, this == THROUGH_KAFKA),
                    "run",
                    "--set",
                    "source.slot=" + place,
                    "--set",
                    "warehouse.url=" + stack.dwh().jdbcUrl(place),
                    "--set",
                    "load.batch-rows=200");
        }

        Road road() {
            return new Road(stack, place);
        }

        Map<String, String> digest() throws SQLException {
            try (Connection vault = stack.dwh().connect(place)) {
                return TableDigests.of(vault);
            }
        }
    }

    @BeforeAll
    static void startThreeServicesBeforeTheFirstRow() throws SQLException {
        stack = LocalStack.temporary();
        stack.master().start();
        Map<Victim, ServiceProcess> started = new EnumMap<>(Victim.class);
        for (Victim victim : Victim.values()) {
            stack.dwh().createDatabase(victim.place);
            started.put(victim, victim.start());
        }
        started.forEach((victim, service) -> new SlotOnMaster(stack, victim.place).awaitStreaming(service));
        try (Connection master = stack.master().connect()) {
            new DemoData(1_500, 11).loadIfMissing(master);
        }
        started.forEach((victim, service) -> victim.road().awaitEqual(service));
        started.forEach((victim, service) -> {
            if (victim == Victim.LEFT_ALONE) {
                leftAlone = service;
            } else {
                service.kill();
            }
        });
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"THROUGH_KAFKA", "DIRECT"})
    void killedAnywhereNothingIsMissingAndNothingIsTwice(Victim victim) throws Exception {
        for (String point : victim.points().toList()) {
            // Until it has come there: on a busy machine a service may take long to start.
            Traffic traffic = traffic();
            CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
            awaitHalt(victim, point);
            traffic.stop();
            playing.join();
        }
        for (String point : POINTS_IN_A_HUGE_TRANSACTION) {
            hugeTransaction();
            awaitHalt(victim, point);
        }
        killAtRandom(victim);

        ServiceProcess last = victim.start();
        victim.road().awaitEqual(last);
        Victim.LEFT_ALONE.road().awaitEqual(leftAlone);
        assertThat(last.terminate()).as(last.output()).isZero();
        assertThat(leftAlone.isAlive()).as(leftAlone.output()).isTrue();
        assertThat(victim.digest()).isEqualTo(Victim.LEFT_ALONE.digest());
        assertThat(victim.road().inVault("select sum(events - rows) from cdc_vault.feed_position"))
                .as("every event counted once")
                .containsExactly("0");
    }

    private static void awaitHalt(Victim victim, String point) throws InterruptedException {
        ServiceProcess service = victim.start("-Dcdcvault.halt-at=" + point);
        assertThat(service.exitCode()).as(point + ": " + service.output()).isEqualTo(137);
    }

    private static void killAtRandom(Victim victim) throws InterruptedException {
        Traffic traffic = traffic();
        CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
        Random random = new Random(victim.place.length());
        for (int kill = 0; kill < RANDOM_KILLS; kill++) {
            ServiceProcess service = victim.start();
            if (kill % 3 > 0) {
                // Else it may not even come to the end of its start.
                new SlotOnMaster(stack, victim.place).awaitStreaming(service);
            }
            boolean ended =
                    Await.within(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)), () -> !service.isAlive());
            assertThat(ended).as(service.output()).isFalse();
            service.kill();
        }
        traffic.stop();
        playing.join();
    }

    /** Eight writers, until they are stopped; COPY is among what they do. */
    private static Traffic traffic() {
        String url = stack.master().jdbcUrl() + "?user=" + stack.master().user();
        return new Traffic(url, TrafficPlan.endless(++trafficSeed, 8).at(40));
    }

    private static void hugeTransaction() throws SQLException {
        new Road(stack)
                .onMaster(
                        "insert into bookings select '#' || lpad(n::text, 5, '0'), now(), n from generate_series(1, 2000) n"
                                + " on conflict (book_ref) do update set total_amount = bookings.total_amount + 1",
                        "update bookings set total_amount = total_amount + 1 where book_ref like '#0%'");
    }
}

package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The vault, made a second time from the topics. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReplayIT {

    private static LocalStack stack;
    private static Road road;
    private static Path configuration;
    private static ServiceProcess service;

    @BeforeAll
    static void loadTheVault() throws Exception {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(1_000, 7).loadIfMissing(master);
        }
        road = new Road(stack);
        configuration = ServiceProcess.configuration(stack);
        service = ServiceProcess.start(configuration, "run");
        road.awaitEqual(service);
        play(1);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(0)
    void partitionsAddedToTheTransactionTopicLoseNothingAndRecordsInThemAreRefused() throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(
                            "postgres.transaction", NewPartitions.increaseTo(3),
                            "postgres.cdc-vault.position", NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            road.onMaster("update bookings set total_amount = total_amount + 1 where book_ref < '0A'");
            road.onMaster("update tickets set passenger_name = passenger_name || '.' where ticket_no like '%7'");
            road.onMaster("update seats set fare_conditions = 'Moved' where seat_no like '1%'");
            road.onMaster("update airports set city = city || '.'");
            road.awaitEqual(service);
            assertThat(service.terminate()).as(service.output()).isZero();
            service = ServiceProcess.start(configuration, "run");
            road.onMaster("insert into bookings values ('AAAA01', now(), 1)");
            road.awaitEqual(service);
            TopicPartition third = new TopicPartition("postgres.transaction", 2);
            assertThat(end(admin, third)).isZero();
            writtenByTheFirstVersion(third);

            ServiceProcess replay = replay();

            assertThat(replay.exitCode()).as(replay.output()).isEqualTo(27);
            assertThat(replay.output()).contains("postgres.transaction-2 holds transactions", "topic-prefix");
            ServiceProcess doctor = ServiceProcess.start(configuration, "doctor");
            assertThat(doctor.exitCode()).as(doctor.output()).isEqualTo(4);
            assertThat(doctor.output()).contains("postgres.transaction-2 holds transactions");
            admin.deleteRecords(Map.of(third, RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
        }
    }

    @Test
    @Order(1)
    void replayEqualsTheVaultWhileTheServiceGoesOnAndLeavesNothingBehind() throws Exception {
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> play(2));

        ServiceProcess replay = replay("--json");

        assertThat(replay.exitCode()).as(replay.output()).isZero();
        traffic.join();
        assertThat(replay.lastLine()).contains("\"equal\":true", "\"different\":[]", "\"sat_tickets\"");
        assertThat(road.inVault("select nspname from pg_namespace where nspname = 'vault_replay'"))
                .isEmpty();
        assertThat(road.inVault("select feed, vault_schema from cdc_vault.feed_position"))
                .containsExactly("bookings/kafka vault");
        assertThat(road.inVault("select distinct vault_schema from cdc_vault.vault_table"))
                .containsExactly("vault");
    }

    @Test
    @Order(2)
    void replayThatIsKilledGoesOnAndNamesTheTableThatDiffers() throws Exception {
        ServiceProcess killed = replay("--into", "Second Vault", "--set", "load.batch-rows=20");
        Await.until("some is replayed", Duration.ofSeconds(60), () -> replayed() > 2);
        killed.kill();
        long before = replayed();

        ServiceProcess replay = replay("--into", "Second Vault", "--keep");

        assertThat(replay.exitCode()).as(replay.output()).isZero();
        assertThat(replayed()).isGreaterThan(before);
        inWarehouse("delete from \"Second Vault\".sat_seat");
        ServiceProcess different = replay("--into", "Second Vault");
        assertThat(different.exitCode()).as(different.output()).isEqualTo(1);
        assertThat(different.output().lines().filter(line -> line.endsWith(" different")))
                .singleElement()
                .asString()
                .contains("sat_seat");
        assertThat(different.lastLine()).contains("Different", "Second Vault");
        ServiceProcess anew = replay("--into", "Second Vault", "--anew");
        assertThat(anew.exitCode()).as(anew.output()).isZero();
    }

    @Test
    @Order(3)
    void swapWaitsForTheServiceToStopThenTakesThePlaceOfADamagedVaultIfThatIsAccepted() throws Exception {
        inWarehouse(
                "create role analyst",
                "grant usage on schema vault to analyst",
                "grant select on vault.sat_booking_current to analyst",
                "create view public.report as select * from vault.sat_booking_current");
        refused(replay("--swap"), "A service loads bookings");
        assertThat(service.terminate()).as(service.output()).isZero();
        refused(replay("--swap"), "report");
        inWarehouse("drop view public.report", "update vault.sat_booking set total_amount = 0");
        ServiceProcess different = replay("--swap");
        assertThat(different.exitCode()).as(different.output()).isEqualTo(1);
        assertThat(different.output()).contains("Not swapped");
        assertThat(different.output().lines().filter(line -> line.endsWith(" different")))
                .singleElement()
                .asString()
                .contains("sat_booking");

        ServiceProcess swap = replay("--swap", "--accept-missing", "--json");

        assertThat(swap.exitCode()).as(swap.output()).isZero();
        assertThat(swap.lastLine()).contains("\"swapped\":true", "\"before\":\"vault_replay\"");
        play(3);
        service = ServiceProcess.start(configuration, "run");
        road.awaitEqual(service);
        assertThat(road.inVault("select distinct total_amount from vault_replay.sat_booking"))
                .containsExactly("0.00");
        assertThat(road.inVault("select has_table_privilege('analyst', 'vault.sat_booking_current', 'select')"
                        + " and has_schema_privilege('analyst', 'vault', 'usage')"))
                .containsExactly("t");
        assertThat(road.inVault("select max(total_amount) > 0 from vault.sat_booking_as_of(now())"))
                .containsExactly("t");
        assertCountsAreRight();
        assertThat(service.terminate()).as(service.output()).isZero();
        refused(replay(), "was not made by a replay");
    }

    @Test
    @Order(4)
    void replayIsRefusedWhenTheTopicsHaveLostTheirBeginning() throws Exception {
        TopicPartition flights = new TopicPartition("postgres.public.flights", 0);
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(flights, RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
        }

        ServiceProcess replay = replay("--into", "other");

        assertThat(replay.exitCode()).as(replay.output()).isEqualTo(24);
        assertThat(replay.output()).contains("postgres.public.flights-0 begins with offset 3");
        assertThat(road.inVault("select nspname from pg_namespace where nspname = 'other'"))
                .isEmpty();
    }

    @Test
    @Order(5)
    void recordsLostBeforeTheyAreLoadedAreNamedAndSkippedAndTheirTablesRepaired() throws Exception {
        TopicPartition bookings = new TopicPartition("postgres.public.bookings", 0);
        service = ServiceProcess.start(configuration, "run");
        road.awaitEqual(service);
        assertThat(command("skip-lost")).contains("Nothing is lost");
        pauseLoad();
        try (Admin admin = admin()) {
            long loaded = end(admin, bookings);
            road.onMaster("update bookings set total_amount = total_amount + 1");
            road.onMaster("update seats set fare_conditions = 'Lost' where seat_no like '2%'");
            road.onMaster("insert into bookings values ('ZZZZ02', now(), 1)");
            Await.until("they are published", Duration.ofSeconds(60), () -> end(admin, bookings) > loaded + 3);
            admin.deleteRecords(Map.of(bookings, RecordsToDelete.beforeOffset(loaded + 2)))
                    .all()
                    .get();

            command("resume", "load");

            // The last offset before is of a transaction's marker, which no loader reads.
            String lost = "postgres.public.bookings-0 from offset " + (loaded - 1) + " to " + (loaded + 1);
            Await.until("the loss is named", Duration.ofSeconds(60), () -> service.output()
                    .contains(lost));
        }
        assertThat(command("skip-lost", "--dry-run")).contains("postgres.public.bookings-0", "Would continue after");
        assertThat(road.inVault("select count(*) from cdc_vault.lost_history")).containsExactly("0");
        assertThat(command("skip-lost")).contains("Continuing after", "public.bookings");
        road.awaitEqual(service);
        assertThat(road.inVault("select source_table from cdc_vault.lost_history where source_table = 'bookings'"))
                .containsExactly("bookings");
        awaitTheRepair();
    }

    @Test
    @Order(6)
    void warehouseThatIsDroppedIsFilledAgainFromTopicsThatLackTheirBeginning() throws Exception {
        assertThat(service.terminate()).as(service.output()).isZero();
        inWarehouse("drop schema vault cascade", "drop schema cdc_vault cascade");
        service = ServiceProcess.start(configuration, "run");
        Await.until("the loss is named", Duration.ofSeconds(60), () -> service.output()
                .contains("postgres.public.flights-0 from offset 0 to 2"));

        assertThat(command("skip-lost")).contains("public.flights");

        road.awaitEqual(service);
        awaitTheRepair();
    }

    private void awaitTheRepair() {
        Await.until("no table has a gap", Duration.ofSeconds(60), () -> {
            try {
                return road.inVault("select from cdc_vault.source_table where gap is not null")
                        .isEmpty();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    @Order(7)
    void topicThatIsDeletedAndMadeAgainLosesNoRow() throws Exception {
        pauseLoad();
        TopicPartition seats = new TopicPartition("postgres.public.seats", 0);
        try (Admin admin = admin()) {
            long loaded = end(admin, seats);
            road.onMaster("update seats set fare_conditions = 'Gone'");
            Await.until("they are published", Duration.ofSeconds(60), () -> end(admin, seats) > loaded);
            assertThat(service.terminate()).as(service.output()).isZero();
            admin.deleteTopics(List.of(seats.topic())).all().get();
        }
        command("resume", "load");
        service = ServiceProcess.start(configuration, "run");
        Await.until("the loss is named", Duration.ofSeconds(90), () -> service.output()
                .contains("The topics have lost what the vault has not loaded"));

        assertThat(command("skip-lost")).contains("public.seats");

        road.awaitEqual(service);
        assertThat(service.terminate()).as(service.output()).isZero();
    }

    private static void pauseLoad() throws InterruptedException {
        command("pause", "load");
        Await.until("the loader rests", Duration.ofSeconds(60), () -> service.output()
                .contains("is paused"));
    }

    private static String command(String... arguments) throws InterruptedException {
        ServiceProcess command = ServiceProcess.start(configuration, arguments);
        assertThat(command.exitCode()).as(command.output()).isZero();
        return command.output();
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", stack.broker().bootstrapServers()));
    }

    private static long end(Admin admin, TopicPartition partition) {
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(partition + " has no end", e);
        }
    }

    private static void writtenByTheFirstVersion(TopicPartition partition) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.broker().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Header> stamp = List.of(
                    new RecordHeader("cdc-vault-transaction", "3".getBytes(StandardCharsets.UTF_8)),
                    new RecordHeader("cdc-vault-load-date", "3".getBytes(StandardCharsets.UTF_8)),
                    new RecordHeader("cdc-vault-kind", "END".getBytes(StandardCharsets.UTF_8)));
            producer.send(new ProducerRecord<>(
                            partition.topic(), partition.partition(), new byte[0], new byte[0], stamp))
                    .get();
        }
    }

    private static void refused(ServiceProcess replay, String reason) throws InterruptedException {
        assertThat(replay.exitCode()).as(replay.output()).isEqualTo(34);
        assertThat(replay.output()).contains(reason);
    }

    private static void assertCountsAreRight() throws SQLException {
        List<String> counted = road.inVault(
                "select table_name, rows from cdc_vault.vault_table where vault_schema = 'vault' order by 1");
        assertThat(counted).hasSizeGreaterThan(10);
        for (String table : counted) {
            String name = table.substring(0, table.indexOf(' '));
            assertThat(road.inVault("select '" + name + "', count(*) from vault." + name))
                    .containsExactly(table);
        }
    }

    private static long replayed() {
        try {
            return Long.parseLong(road.inVault("select coalesce(max(transaction_number), 0)"
                            + " from cdc_vault.feed_position where vault_schema = 'Second Vault'")
                    .get(0));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServiceProcess replay(String... options) {
        String[] command = new String[options.length + 1];
        command[0] = "replay";
        System.arraycopy(options, 0, command, 1, options.length);
        return ServiceProcess.start(configuration, command);
    }

    private static void inWarehouse(String... statements) throws SQLException {
        try (Connection dwh = stack.dwh().connect();
                Statement statement = dwh.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void play(int seed) {
        new Traffic(stack.master().jdbcUrl() + "?user=" + stack.master().user(), TrafficPlan.of(seed, 4, 400)).play();
    }
}

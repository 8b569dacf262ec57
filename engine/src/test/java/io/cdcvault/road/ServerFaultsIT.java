package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.servers.files.Trees;
import io.cdcvault.servers.kafka.KafkaBroker;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Servers that answer and cannot do what they are for: full, read-only, held up by another program, without a topic.
 */
@SuppressWarnings("NullAway.Init") // Before the first test.
final class ServerFaultsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MEGABYTES = 64;

    private static LocalStack stack;
    private static Road road;
    private static Path configuration;
    private static ServiceProcess service;
    private static AdminClient admin;
    private static int bursts;

    @BeforeAll
    static void startTheRoad() throws SQLException {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(1_000, 5).loadIfMissing(master);
        }
        road = new Road(stack);
        configuration = ServiceProcess.sparseConfiguration(stack, true);
        service = start();
        admin = new AdminClient(service.admin());
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

    @Test
    void warehouseWithAFullDiskIsNamedAndLoadedOnceThereIsRoom() throws Exception {
        Path folder = Files.createDirectories(stack.directory().resolve("tablespace"));
        try (SmallDisk disk = SmallDisk.over(folder, MEGABYTES)) {
            restartWarehouse(disk);
            onWarehouse("postgres", "create tablespace small location '" + folder + "'");
            awaitMoved();
            onWarehouse("dwh", "create table public.ballast (what text)");
            fill();

            burst();
            road.onMaster("update bookings set total_amount = total_amount + 1");
            awaitSaid("No space left on device. Free space on the disk");
            onWarehouse("dwh", "drop table public.ballast", "checkpoint");

            road.awaitEqual(service);
            assertThat(road.inVault("select count(*) from cdc_vault.dead_letter"))
                    .containsExactly("0");
            dwh().stop();
            disk.run(List.of("cp", "-a", folder + "/.", folder + ".kept"));
        }
        copyBack(folder);
        dwh().start();
        road.awaitEqual(service);
    }

    @Test
    void whatDoesNotAnswerIsNamedByEveryCommand() throws Exception {
        dwh().stop();
        try {
            ServiceProcess verify = ServiceProcess.start(configuration, "verify", "--wait", "2");
            assertThat(verify.exitCode()).as(verify.output()).isEqualTo(30);
            assertThat(verify.output()).contains("the warehouse at " + dwh().jdbcUrl());
        } finally {
            dwh().start();
        }
        ServiceProcess status = ServiceProcess.start(
                configuration, "status", "--set", "source.url=jdbc:postgresql://no-such-host.invalid/bookings");
        assertThat(status.exitCode()).as(status.output()).isEqualTo(3);
        assertThat(status.output()).contains("does not answer: unknown host no-such-host.invalid");

        road.awaitEqual(service);
    }

    @Test
    void warehouseThatOnlyReadsIsNamedAndLoadedOnceItIsWritable() throws SQLException {
        onWarehouse("dwh", "alter system set default_transaction_read_only = on", "select pg_reload_conf()");
        burst();

        awaitSaid("in a read-only transaction. The url under `warehouse` leads to a standby");
        onWarehouse(
                "dwh",
                "set default_transaction_read_only = off",
                "alter system reset default_transaction_read_only",
                "select pg_reload_conf()");

        road.awaitEqual(service);
    }

    @Test
    void brokerWithAFullDiskIsNamedAndWrittenToOnceThereIsRoom() throws Exception {
        Path data = stack.directory().resolve("broker").resolve("data");
        ProcessHandle running = broker().process().orElseThrow();
        List<String> command = commandLine(running);
        broker().stop();
        try (SmallDisk disk = SmallDisk.over(data, MEGABYTES)) {
            launchBroker(disk, command);
            road.awaitEqual(service);
            disk.run(List.of("sh", "-c", "head -c 1G /dev/zero > " + data + "/ballast || true"));
            road.onMaster("update bookings set total_amount = total_amount + 1");
            burst();

            awaitSaid("Check that the brokers run");
            Await.until("the broker has ended", PATIENCE, () -> !broker().isRunning());
            disk.run(List.of("rm", data + "/ballast"));
            launchBroker(disk, command);

            road.awaitEqual(service);
            broker().stop();
            disk.run(List.of("cp", "-a", data + "/.", data + ".kept"));
        }
        copyBack(data);
        broker().start();
        road.awaitEqual(service);
    }

    /** Readers of committed records see nothing behind it, also of ours: that is no loss. */
    @Test
    void transactionOfAnotherProgramThatStaysOpenIsNamedAndWaitedFor() throws Exception {
        try (KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.broker().bootstrapServers(),
                        "transactional.id",
                        "another program",
                        "transaction.timeout.ms",
                        600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>("postgres.public.bookings", "x".getBytes(StandardCharsets.UTF_8)))
                    .get();
            burst();

            awaitSaid("is open on postgres.public.bookings-0, and nothing from offset");
            awaitSaid("kafka-transactions.sh --bootstrap-server");
            Await.until("the loader has waited for long", PATIENCE, () -> service.output()
                    .contains("A transaction of another program"));
            assertThat(service.output()).doesNotContain("have lost what the vault has not loaded: records of");
            other.abortTransaction();
        }

        road.awaitEqual(service);
    }

    @Test
    void topicThatIsDeletedUnderTheServiceIsCreatedAgainAndItsLossNamed() throws Exception {
        assertThat(road.inVault("select position from cdc_vault.feed_position"))
                .singleElement()
                .asString()
                .contains("\"postgres.chosen.seats-0\"");
        try (Admin kafka =
                Admin.create(Map.of("bootstrap.servers", stack.broker().bootstrapServers()))) {
            kafka.deleteTopics(List.of("postgres.chosen.seats")).all().get();
        }
        road.onMaster("update seats set fare_conditions = 'Gone'");

        awaitOutput("Topic postgres.chosen.seats was deleted while the capture runs; it is created again");
        awaitSaid("The topics have lost what the vault has not loaded");
        assertThat(command("skip-lost")).contains("public.seats");
        road.awaitEqual(service);
    }

    private static ServiceProcess start() {
        // A topic with a name of its own is a topic like any other.
        return ServiceProcess.start(configuration, "run", "--set", "kafka.topics.\"public.seats\"=chosen.seats");
    }

    private static String command(String... words) throws InterruptedException {
        ServiceProcess command = ServiceProcess.start(
                configuration,
                Stream.concat(Arrays.stream(words), Stream.of("--set", "kafka.topics.\"public.seats\"=chosen.seats"))
                        .toArray(String[]::new));
        assertThat(command.exitCode()).as(command.output()).isZero();
        return command.output();
    }

    /** Without starting it. */
    private static PostgresServer dwh() {
        return (PostgresServer) stack.server(StackSystem.DWH);
    }

    /** Without starting it. */
    private static KafkaBroker broker() {
        return (KafkaBroker) stack.server(StackSystem.BROKER);
    }

    /** Where the small disk is seen. */
    private static void restartWarehouse(SmallDisk disk) throws InterruptedException {
        PostgresServer dwh = dwh();
        String postgres = dwh.process().orElseThrow().info().command().orElseThrow();
        dwh.stop();
        disk.run(List.of(
                "unshare",
                "--user",
                "--",
                Path.of(postgres).resolveSibling("pg_ctl").toString(),
                "start",
                "--pgdata=" + dwh.directory(),
                "--log=" + stack.directory().resolve("dwh.log"),
                "--wait",
                "--silent"));
    }

    /** Nobody may be connected meanwhile, and the service always is again. */
    private static void awaitMoved() {
        Await.until("the vault is on the small disk", PATIENCE, () -> {
            try {
                onWarehouse(
                        "postgres",
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'dwh'",
                        "alter database dwh set tablespace small");
                return true;
            } catch (SQLException stillUsed) {
                return false;
            }
        });
    }

    private static void fill() throws SQLException {
        try {
            while (true) {
                onWarehouse(
                        "dwh",
                        "insert into public.ballast select repeat(md5(n::text), 60) from generate_series(1, 500) n");
            }
        } catch (SQLException full) {
            assertThat(full.getSQLState()).isEqualTo("53100");
        }
    }

    private static void onWarehouse(String database, String... statements) throws SQLException {
        try (Connection dwh = stack.dwh().connect(database);
                Statement statement = dwh.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> commandLine(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return List.of(line.substring(0, line.length() - 1).split("\0", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void launchBroker(SmallDisk disk, List<String> command) throws IOException {
        Path log = stack.directory().resolve("broker.log");
        ProcessBuilder builder = new ProcessBuilder(disk.inside(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        Process process = builder.start();
        Files.writeString(stack.directory().resolve("broker").resolve("broker.pid"), process.pid() + "\n");
        broker().start();
    }

    private static void copyBack(Path folder) throws IOException {
        Path kept = folder.resolveSibling(folder.getFileName() + ".kept");
        Trees.delete(folder);
        Files.move(kept, folder);
    }

    private static void burst() {
        String url = stack.master().jdbcUrl() + "?user=" + stack.master().user();
        new Traffic(url, TrafficPlan.of(++bursts, 8, 100)).play();
    }

    /** By the service, of itself. */
    private static void awaitSaid(String text) {
        boolean isSaid = Await.within(
                PATIENCE,
                () -> admin.json("/health/ready").path("reasons").toString().contains(text));
        if (!isSaid) {
            throw new AssertionError(
                    "Not said: " + text + "\n" + admin.ask("/health/ready").body() + "\n" + service.output());
        }
    }

    private static void awaitOutput(String text) {
        if (!Await.within(PATIENCE, () -> service.output().contains(text))) {
            throw new AssertionError("The service has not said \"" + text + "\": " + service.output());
        }
    }
}

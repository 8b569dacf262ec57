package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.kafka.RecordHeaders;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The master ends the capture's connections: in the first snapshot, inside a large transaction, in a table's snapshot.
 * What was handed on of an open unit is dropped, and the unit is captured again from its beginning.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReconnectIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SNAPSHOT = 10_000;
    private static final int LARGE = 40_000;

    private static final String MODEL =
            """
            model: ledger
            vault: {record_source: ledger}
            hubs:
              hub_entry: {business_key: {id: bigint}}
            satellites:
              sat_entry: {of: hub_entry, attributes: {account: text, amount: "numeric(12,2)"}}
            sources:
              public.ledger:
                hubs: {hub_entry: {id: id}}
                satellites: [sat_entry]
            """;

    private static LocalStack stack;
    private static Path model;
    private static List<Way> ways;

    /** A service with a slot and a vault of its own. */
    private static final class Way {

        private final String place;
        private final Path configuration;
        private ServiceProcess service;

        Way(String place, boolean kafka) {
            this.place = place;
            this.configuration = ServiceProcess.sparseConfiguration(stack, kafka);
            stack.dwh().createDatabase(place);
            this.service = run();
        }

        ServiceProcess run(String... more) {
            return start(Stream.concat(Stream.of("run"), Stream.of(more)).toArray(String[]::new));
        }

        ServiceProcess start(String... command) {
            List<String> arguments = new ArrayList<>(List.of(command));
            for (String setting : List.of(
                    "model=" + model,
                    "name=" + place,
                    "topic-prefix=" + place,
                    "source.slot=" + place,
                    "source.publication=" + place,
                    "warehouse.url=" + stack.dwh().jdbcUrl(place),
                    "capture.heartbeat-interval=1s")) {
                arguments.addAll(List.of("--set", setting));
            }
            return ServiceProcess.start(configuration, arguments.toArray(String[]::new));
        }

        String command(String... command) throws InterruptedException {
            ServiceProcess process = start(command);
            assertThat(process.exitCode())
                    .as(process.output() + service.output())
                    .isZero();
            return process.lastLine();
        }

        SlotOnMaster slot() {
            return new SlotOnMaster(stack, place);
        }

        List<String> inVault(String sql) {
            try {
                return new Road(stack, place).inVault(sql);
            } catch (SQLException e) {
                // Before the first load there is no vault.
                return List.of(String.valueOf(e.getMessage()));
            }
        }

        void awaitInVault(String sql, String row) {
            if (!Await.within(PATIENCE, () -> inVault(sql).equals(List.of(row)))) {
                throw new AssertionError(sql + ": " + inVault(sql) + "\n" + service.output());
            }
        }

        long failures() {
            return Pattern.compile("The capture failed \\(")
                    .matcher(service.output())
                    .results()
                    .count();
        }
    }

    @BeforeAll
    static void startWhileConnectionsAreEnded() throws Exception {
        stack = LocalStack.temporary();
        onMaster(
                "create table ledger (id bigint primary key, account text not null, amount numeric(12,2))",
                "insert into ledger select -n, 'old', n from generate_series(1, " + SNAPSHOT + ") n");
        model = Files.writeString(stack.directory().resolve("ledger.yaml"), MODEL);
        ways = List.of(new Way("ledger_kafka", true), new Way("ledger_direct", false));
        endConnectionsUntilEachCaptureHasFailed("select 1");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void snapshotWhoseConnectionEndsIsTakenAgain() {
        for (Way way : ways) {
            way.awaitInVault(live("account = 'old'"), Integer.toString(SNAPSHOT));
            way.slot().awaitStreaming(way.service);
        }
    }

    @Test
    @Order(2)
    void transactionInWhichTheConnectionEndsIsOneTransaction() throws Exception {
        endConnectionsUntilEachCaptureHasFailed(
                "insert into ledger select n, 'acc' || n % 100, n from generate_series(1, " + LARGE + ") n");
        onMaster("update ledger set amount = 0 where id = 1");

        for (Way way : ways) {
            way.awaitInVault(live("amount = 0"), "1");
            assertThat(way.inVault("select count(distinct hub_entry.id), count(distinct s.load_dts),"
                            + " count(distinct src_lsn), min(src_lsn) > '0/1'"
                            + " from vault.sat_entry s join vault.hub_entry using (entry_hk) where account like 'acc%'"
                            + " and (id, amount) <> (1, 0)"))
                    .containsExactly(LARGE + " 1 1 t");
        }
        assertThat(recordsByTransaction("ledger_kafka.public.ledger"))
                .as("each transaction's records are committed once")
                .containsValue((long) LARGE)
                .satisfies(counts -> assertThat(counts.values().stream().filter(count -> count == LARGE))
                        .hasSize(1));
    }

    @Test
    @Order(3)
    void messageUnderThePrefixOfTheServiceHoldsNothingUp() throws Exception {
        onMaster(
                "insert into ledger values (1000001, 'message', 1)",
                "select pg_logical_emit_message(true, 'cdc-vault', 'x')",
                "select pg_logical_emit_message(false, 'cdc-vault', 'y')",
                "select pg_logical_emit_message(true, 'cdc-vault', 'first of two')",
                "select pg_logical_emit_message(true, 'cdc-vault', 'second of two')",
                "insert into ledger values (1000002, 'message', 2)",
                "select pg_logical_emit_message(true, 'cdc-vault', 'last')");

        for (Way way : ways) {
            way.awaitInVault(live("account = 'message'"), "2");
        }
    }

    @Test
    @Order(4)
    void tableSnapshotInWhichConnectionsEndShowsEachRow() throws Exception {
        for (Way way : ways) {
            way.command("snapshot", "--no-wait", "ledger");
        }
        endConnectionsUntilEachCaptureHasFailed("insert into ledger values (1000003, 'late', 3)");

        for (Way way : ways) {
            way.command("snapshot", "ledger");
            way.awaitInVault(live("account = 'late'"), "1");
            assertThat(way.inVault(live("true"))).containsExactly(Integer.toString(SNAPSHOT + LARGE + 3));
            way.command("verify");
        }
    }

    /** Between two looks of the service, and by a master that has nothing left to show. */
    @Test
    @Order(5)
    void slotThatIsCreatedAgainIsNoticedAndASnapshotOfEmptyTablesClosesWhatTheVaultShows() throws Exception {
        for (Way way : ways) {
            way.slot().createAgain();
        }
        onMaster("delete from ledger");

        for (Way way : ways) {
            assertThat(way.service.exitCode()).as(way.service.output()).isEqualTo(12);
            assertThat(way.inVault(live("account = 'late'"))).containsExactly("1");
        }
        ServiceProcess capture = ways.get(0).start("capture", "--snapshot-anew");
        ways.get(0).service = ways.get(0).start("load");
        ways.get(1).service = ways.get(1).run("--snapshot-anew");
        for (Way way : ways) {
            way.awaitInVault(live("true"), "0");
        }
        onMaster("insert into ledger values (1000004, 'new', 4)");
        for (Way way : ways) {
            way.awaitInVault(live("true"), "1");
            assertThat(way.service.terminate()).as(way.service.output()).isZero();
        }
        assertThat(capture.terminate()).as(capture.output()).isZero();
        // The vault that a group has loaded is compared at the position that all of its partitions have reached.
        assertThat(ways.get(0).command("replay", "--json")).contains("\"equal\":true");
    }

    /** Ends walsenders and snapshot readers every moment, until each service has lost a capture to it. */
    private static void endConnectionsUntilEachCaptureHasFailed(String meanwhile) throws SQLException {
        List<Long> before = ways.stream().map(Way::failures).toList();
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> {
            try {
                onMaster(meanwhile);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        Await.until("each capture has failed twice", PATIENCE, () -> {
            ways.get(0)
                    .slot()
                    .query("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where backend_type = 'walsender' or application_name like 'Debezium%'");
            for (int i = 0; i < ways.size(); i++) {
                if (ways.get(i).failures() < before.get(i) + 2) {
                    return false;
                }
            }
            return work.isDone();
        });
        work.join();
    }

    private static String live(String condition) {
        return "select count(*) from vault.sat_entry_current where is_live and " + condition;
    }

    private static Map<Long, Long> recordsByTransaction(String topic) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", stack.broker().bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Long> transactions = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    String value = new String(record.value(), StandardCharsets.UTF_8);
                    if (value.contains("\"op\":\"c\"")) {
                        transactions.add(
                                RecordHeaders.stamp(record.headers()).number().value());
                    }
                }
            }
            return transactions.stream().collect(Collectors.groupingBy(number -> number, Collectors.counting()));
        }
    }

    private static void onMaster(String... statements) throws SQLException {
        new Road(stack).onMaster(statements);
    }
}

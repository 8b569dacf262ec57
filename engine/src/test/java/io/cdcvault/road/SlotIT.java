package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * A slot that is gone took changes with it: the service says so instead of continuing without them, and begins again
 * when it is told to. Each test leaves a service that may start again.
 */
final class SlotIT {

    private static LocalStack stack;

    /** Through the topics, and without them: two vaults beside each other. */
    enum Way {
        KAFKA("dwh", "slot_kafka", "halt-at", 137, ""),
        DIRECT("dwh_direct", "slot_direct", "exhaust-at", 71, "The capture ran out of memory: Java heap space");

        private final String database;
        private final String slot;
        /** How its first snapshot is interrupted, and what comes of that. */
        private final String end;

        private final int endsWith;
        private final String says;

        Way(String database, String slot, String end, int endsWith, String says) {
            this.database = database;
            this.slot = slot;
            this.end = end;
            this.endsWith = endsWith;
            this.says = says;
        }

        SlotOnMaster slot() {
            return new SlotOnMaster(stack, slot);
        }

        Road road() {
            return new Road(stack, database);
        }

        ServiceProcess start(List<String> jvmOptions, String... command) {
            Path configuration = ServiceProcess.sparseConfiguration(stack, this == KAFKA);
            List<String> arguments = new ArrayList<>(List.of(command).subList(0, 1));
            arguments.addAll(List.of("--set", "source.slot=" + slot));
            arguments.addAll(List.of("--set", "warehouse.url=" + stack.dwh().jdbcUrl(database)));
            arguments.addAll(List.of(command).subList(1, command.length));
            return ServiceProcess.start(jvmOptions, configuration, arguments.toArray(String[]::new));
        }

        ServiceProcess run(String... options) {
            return start(
                    List.of(),
                    Stream.concat(Stream.of("run"), Stream.of(options)).toArray(String[]::new));
        }

        String output(String... command) throws InterruptedException {
            ServiceProcess process = start(List.of(), command);
            process.exitCode();
            return process.output();
        }
    }

    @BeforeAll
    static void takeSnapshotsThatAreBrokenOffAtFirst() throws Exception {
        stack = LocalStack.temporary();
        stack.dwh().createDatabase(Way.DIRECT.database);
        try (Connection master = stack.master().connect()) {
            new DemoData(1_500, 3).loadIfMissing(master);
        }
        for (Way way : Way.values()) {
            ServiceProcess halted = way.start(List.of("-Dcdcvault." + way.end + "=in-snapshot:700"), "run");
            assertThat(halted.exitCode()).as(halted.output()).isEqualTo(way.endsWith);
            assertThat(halted.output()).contains(way.says);
            runUntilEqual(way);
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource
    void droppedSlotEndsTheServiceUntilANewSnapshotIsAskedFor(Way way) throws Exception {
        ServiceProcess service = way.run();
        way.slot().awaitStreaming(service);
        way.road().awaitEqual(service);
        String versions = "select count(*) from vault.sat_tickets";
        long before = Long.parseLong(way.road().inVault(versions).get(0));

        way.slot().drop();
        assertThat(service.exitCode()).as(service.output()).isEqualTo(12);
        assertThat(service.output()).contains("Replication slot " + way.slot, "--snapshot-anew");
        changesThatNobodyStreams(way);
        ServiceProcess again = way.run();
        assertThat(again.exitCode()).as(again.output()).isEqualTo(12);
        assertThat(again.output()).contains("Replication slot " + way.slot + " does not exist");

        ServiceProcess anew = way.run("--snapshot-anew");
        way.road().awaitEqual(anew);
        assertThat(anew.terminate()).as(anew.output()).isZero();
        assertThat(anew.output()).contains("a new snapshot is taken, as was asked for");
        assertThat(Long.parseLong(way.road().inVault(versions).get(0)))
                .as("one version more: history is kept, and what is as before is not loaded again")
                .isEqualTo(before + 1);
        assertThat(way.road()
                        .inVault("select string_agg(status, '' order by s.load_dts) from vault.sts_ticket s"
                                + " join vault.hub_ticket using (ticket_hk) where ticket_no = '" + deleted(way) + "'"))
                .containsExactly("CD");
    }

    @Test
    void slotThatSomebodyMovedOnIsNotStreamedFrom() throws Exception {
        SlotOnMaster slot = Way.KAFKA.slot();
        new Road(stack).onMaster("update bookings set total_amount = total_amount + 1");
        slot.query("select pg_replication_slot_advance('" + slot.name() + "', pg_current_wal_lsn())");

        ServiceProcess service = Way.KAFKA.run();
        assertThat(service.exitCode()).as(service.output()).isEqualTo(12);
        assertThat(service.output()).contains("was created again or advanced");
        runUntilEqual(Way.KAFKA, "--snapshot-anew");
    }

    @Test
    void slotOfAnotherPluginIsNotTouched() throws Exception {
        SlotOnMaster slot = new SlotOnMaster(stack, "not_ours");
        slot.query("select pg_create_logical_replication_slot('not_ours', 'test_decoding')");

        ServiceProcess service = Way.KAFKA.run("--set", "source.slot=not_ours", "--snapshot-anew");
        assertThat(service.exitCode()).as(service.output()).isEqualTo(15);
        assertThat(service.output()).contains("is for the plugin test_decoding");
        assertThat(slot.column("plugin")).isEqualTo("test_decoding");
        slot.drop();
    }

    @Test
    void slotInUseByAnotherProgramIsNamedAndWaitedFor() throws Exception {
        ServiceProcess service;
        try (Connection other = stream(Way.DIRECT.slot)) {
            assertThat(other.isClosed()).isFalse();
            service = Way.DIRECT.run();
            awaitOutput(service, "Another program streams from replication slot " + Way.DIRECT.slot);
        }
        new Road(stack).onMaster("update bookings set total_amount = total_amount + 1");
        Way.DIRECT.road().awaitEqual(service);
        assertThat(service.terminate()).as(service.output()).isZero();
    }

    @Test
    void statusWarnsBeforeTheMasterInvalidatesTheSlotAndNamesItAfterwards() throws Exception {
        SlotOnMaster slot = Way.DIRECT.slot();
        limitWal("64MB");
        writeWal(slot, 4);
        assertThat(Way.DIRECT.output("status", "--json")).contains("is invalidated after");
        writeWal(slot, 3);
        assertThat(slot.column("wal_status")).isEqualTo("lost");
        assertThat(Way.DIRECT.output("status", "--json")).contains("was invalidated by the master", "--snapshot-anew");

        ServiceProcess service = Way.DIRECT.run();
        assertThat(service.exitCode()).as(service.output()).isEqualTo(12);
        assertThat(service.output()).contains("was invalidated by the master");
        limitWal("8GB");
        // The other slot waited too, and was lost with this one.
        for (Way way : Way.values()) {
            runUntilEqual(way, "--snapshot-anew");
        }
    }

    @Test
    void firstSnapshotWaitsForOpenTransactionsNamesThemAndEndsWhenItIsStopped() throws Exception {
        stack.dwh().createDatabase("dwh_waiting");
        SlotOnMaster slot = new SlotOnMaster(stack, "slot_waiting");
        String[] waiting = {
            "--set", "name=waiting",
            "--set", "source.slot=slot_waiting",
            "--set", "source.publication=waiting",
            "--set", "warehouse.url=" + stack.dwh().jdbcUrl("dwh_waiting")
        };
        ServiceProcess service;
        try (Connection batch = openTransaction()) {
            String process = process(batch);

            ServiceProcess stopped = Way.DIRECT.run(waiting);
            awaitOutput(stopped, process);
            assertThat(stopped.output()).contains("idle in transaction: select pg_current_xact_id()");
            assertThat(Way.DIRECT.output(command("status", waiting))).contains("The master waits until", process);
            assertThat(Way.DIRECT.output(command("verify", waiting))).contains("nothing to compare yet", process);
            assertThat(stopped.terminate()).as(stopped.output()).isZero();
            assertThat(stopped.output()).doesNotContain("ERROR", "Exception", "\tat ");
            assertThat(slot.column("active")).isEqualTo("null");

            ServiceProcess killed = Way.DIRECT.run(waiting);
            awaitOutput(killed, process);
            killed.kill();
            service = Way.DIRECT.run(waiting);
            awaitOutput(service, process);
            batch.commit();
        }
        new Road(stack, "dwh_waiting").awaitEqual(service);
        try (Connection batch = openTransaction()) {
            assertThat(Way.DIRECT.output(command("verify", waiting))).contains("is open for longer", process(batch));
        }
        assertThat(service.terminate()).as(service.output()).isZero();
        slot.awaitIdle();
        slot.drop();
    }

    private static Connection openTransaction() throws SQLException {
        Connection batch = stack.master().connect();
        batch.setAutoCommit(false);
        try (Statement statement = batch.createStatement()) {
            statement.execute("update bookings set total_amount = 4711 where total_amount = 4712");
            statement.execute("select pg_current_xact_id()");
        }
        return batch;
    }

    private static String process(Connection connection) throws SQLException {
        return "process " + connection.unwrap(PGConnection.class).getBackendPID() + " of postgres, since ";
    }

    /** A command with its options; verify waits no longer than a second. */
    private static String[] command(String name, String... options) {
        Stream<String> begin = name.equals("verify") ? Stream.of(name, "--wait", "1") : Stream.of(name);
        return Stream.concat(begin, Stream.of(options)).toArray(String[]::new);
    }

    private static void runUntilEqual(Way way, String... options) throws InterruptedException {
        ServiceProcess service = way.run(options);
        // The vault may be equal before it has begun.
        way.slot().awaitStreaming(service);
        way.road().awaitEqual(service);
        assertThat(service.terminate()).as(service.output()).isZero();
        way.slot().awaitIdle();
    }

    private static void changesThatNobodyStreams(Way way) throws SQLException {
        new Road(stack)
                .onMaster(
                        "update tickets set passenger_name = 'NOBODY SAW' || passenger_name where ticket_no ="
                                + " (select max(ticket_no) from tickets)",
                        "create table if not exists deleted (way text, ticket_no text)",
                        "insert into deleted select '" + way + "', min(ticket_no) from tickets",
                        "delete from boarding_passes where ticket_no in (select ticket_no from deleted)",
                        "delete from ticket_flights where ticket_no in (select ticket_no from deleted)",
                        "delete from tickets where ticket_no in (select ticket_no from deleted)");
    }

    private static String deleted(Way way) {
        return way.slot().query("select ticket_no from deleted where way = '" + way + "'");
    }

    private static void limitWal(String size) throws SQLException {
        try (Connection master = stack.master().connect();
                Statement statement = master.createStatement()) {
            statement.execute("alter system set max_slot_wal_keep_size = '" + size + "'");
            statement.execute("select pg_reload_conf()");
        }
    }

    private static void writeWal(SlotOnMaster slot, int segments) throws SQLException {
        for (int i = 0; i < segments; i++) {
            slot.query("select pg_logical_emit_message(false, 'test', 'x')");
            slot.query("select pg_switch_wal()");
        }
        try (Connection master = stack.master().connect();
                Statement statement = master.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    /** Another program, which holds on to the slot. */
    private static Connection stream(String slot) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, stack.master().user());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "13");
        Connection connection = DriverManager.getConnection(stack.master().jdbcUrl(), properties);
        connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", "1")
                .withSlotOption("publication_names", "cdc_vault")
                .start();
        return connection;
    }

    private static void awaitOutput(ServiceProcess service, String text) {
        if (!Await.within(Duration.ofSeconds(60), () -> service.output().contains(text))) {
            throw new AssertionError("The service has not said \"" + text + "\": " + service.output());
        }
    }
}

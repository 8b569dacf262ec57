package io.cdcvault.road;

import static io.cdcvault.road.Patient.Trouble.error;
import static io.cdcvault.road.Patient.Trouble.warning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Severity;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackStart;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.mart.Marts;
import io.cdcvault.service.Preparation;
import io.cdcvault.setup.SetupPart;
import io.cdcvault.setup.SetupScript;
import io.cdcvault.time.Time;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each kind of trouble is made, found by the doctor, and put right by running what the doctor prints. */
final class DoctorIT {

    private static LocalStack stack;
    private static Patient patient;

    @BeforeAll
    static void prepareAnInstallation() throws Exception {
        stack = LocalStack.temporary();
        new StackStart(stack, EnumSet.allOf(StackSystem.class), line -> {}).run();
        try (Connection master = stack.master().connect()) {
            new DemoData(200, 3).loadIfMissing(master);
        }
        patient = new Patient(stack);
        new Preparation(patient.installation(), Time.system()).run(line -> {});
        assertThat(patient.problems()).isEmpty();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void tablesThatThePublicationOrTheirIdentityKeepsFromBeingUpdated() throws Exception {
        patient.onMaster(
                "create table audit (entry text)",
                "create table totals (n integer primary key, twice integer generated always as (n * 2) stored)",
                "alter table totals replica identity full",
                "insert into totals values (1)",
                "alter publication cdc_vault add table audit, totals",
                "alter table seats replica identity nothing");
        String update = "update totals set n = n + 1";
        assertThatThrownBy(() -> patient.onMaster(update)).isInstanceOf(SQLException.class);

        patient.isHealedOf(
                error("replica identity", "public.audit has neither a primary key nor a replica identity"),
                error("replica identity", "public.totals has replica identity full and a generated column"),
                error("replica identity", "public.seats has replica identity nothing"));
        patient.onMaster(update, "drop table audit, totals");
    }

    @Test
    void publicationThatLacksWhatTheModelNeeds() throws Exception {
        patient.onMaster(
                "alter publication cdc_vault drop table seats, airports, flights",
                "alter publication cdc_vault add table airports where (airport_code > 'B')",
                "alter publication cdc_vault add table flights (flight_id, flight_no)",
                "alter publication cdc_vault set (publish = 'insert')");

        patient.isHealedOf(
                error("publication cdc_vault", "lacks public.seats of the model"),
                error("published operations", "not all"),
                error("row filter", "public.airports is published where"),
                error("replication stream", "leaves out"));
    }

    /** Whoever pasted a drop would lose what another installation waits for. */
    @Test
    void slotThatAnotherInstallationMayUseIsNeverToBeDropped() throws Exception {
        patient.onMaster(
                "select pg_create_logical_replication_slot('forgotten', 'pgoutput')",
                "select pg_create_logical_replication_slot('cdc_vault', 'pgoutput')");
        try {
            List<Finding> found = patient.problems();

            assertThat(found)
                    .anyMatch(warning("other replication slots", "slot forgotten (database bookings, pgoutput)")::isIn)
                    .anyMatch(error("slot cdc_vault", "has captured nothing through it")::isIn)
                    .flatExtracting(Finding::fixes)
                    .extracting(Fix::text)
                    .containsExactly("cdc-vault run --set source.slot=cdc_vault_2");
        } finally {
            patient.onMaster(
                    "select pg_drop_replication_slot('forgotten')", "select pg_drop_replication_slot('cdc_vault')");
        }
    }

    @Test
    void serverSettings() throws Exception {
        patient.onMaster(
                "alter system set max_slot_wal_keep_size = -1",
                "alter system set idle_replication_slot_timeout = '1d'",
                "alter system set wal_sender_timeout = 0",
                "select pg_reload_conf()");
        patient.onReplica("alter system set hot_standby_feedback = off", "select pg_reload_conf()");

        patient.isHealedOf(
                warning("max_slot_wal_keep_size", "no limit"),
                warning("idle_replication_slot_timeout", "on"),
                warning("wal_sender_timeout", "off"),
                warning("hot_standby_feedback", "off"));
    }

    @Test
    void rolesThatMayNotDoWhatTheyMust() throws Exception {
        stack.dwh().createDatabase("dwh_poor");
        Patient poor = new Patient(stack, "dwh_poor")
                .with("source.user", "poor")
                .with("warehouse.user", "poor")
                .with("source.publication", "poor");
        poor.onMaster("create role poor login");
        poor.onWarehouse(
                "create role poor login",
                "revoke temporary on database dwh_poor from public",
                "create schema vault",
                "create table vault.hub_seat (seat_hk bytea, load_dts timestamptz, rec_src text)");

        poor.isHealedOf(
                error("replication privilege", "poor lacks it"),
                error("replication session", "is refused"),
                error("select privilege", "public.tickets cannot be read by poor"),
                error("select privilege", "cannot be read by poor"),
                error("publication poor", "may not create it"),
                error("temporary privilege", "poor lacks it"),
                error("schema vault", "may not use it"),
                error("schema cdc_vault", "may not create it"),
                error("ownership", "belong to other roles than poor"),
                error("vault tables", "vault.hub_seat lacks the model's column seat_no"));
        poor.onMaster("drop publication poor");
    }

    @Test
    void presentationDatabaseThatTakesNoMart() throws Exception {
        Patient poor = new Patient(stack).withMarts("mart_poor", "poor_mart");
        poor.onPresentation("create role poor_mart login", "revoke temporary on database mart_poor from public");

        poor.isHealedOf(
                error("temporary privilege", "poor_mart lacks it"),
                error("schema cdc_vault", "may not create it"),
                error("schema public", "may not use it"));
    }

    @Test
    void martFileThatIsWrongIsTold() throws Exception {
        Path files = Files.createDirectory(stack.directory().resolve("wrong-marts"));
        Files.writeString(files.resolve("wrong.sql"), "select 1");
        Patient wrong = new Patient(stack).withMarts("mart_wrong", "postgres").with("mart.files", files.toString());

        assertThat(wrong.problems()).singleElement().matches(finding -> error("mart files", "wrong.sql")
                .isIn(finding));
    }

    @Test
    void topicsWithSettingsThatLoseHistory() throws Exception {
        alter("postgres.public.tickets", "retention.ms", "60000");
        alter("postgres.public.seats", "cleanup.policy", "compact");
        alter("postgres.public.flights", "max.message.bytes", "1000");
        alter("postgres.public.airports", "min.insync.replicas", "2");
        alter("postgres.cdc-vault.position", "cleanup.policy", "delete");

        patient.isHealedOf(
                warning("retention.ms", "postgres.public.tickets has 60000 instead of -1"),
                warning("cleanup.policy", "postgres.public.seats has compact instead of delete"),
                warning("max.message.bytes", "postgres.public.flights takes 1000 bytes at most"),
                error("min.insync.replicas", "postgres.public.airports demands 2 and has 1"),
                error("cleanup.policy", "postgres.cdc-vault.position has delete instead of compact"));
    }

    @Test
    void typesThatTheWarehouseLacks() throws Exception {
        Path model = Files.writeString(
                stack.directory().resolve("moods.yaml"),
                """
                model: moods
                vault: {schema: moods, hash: automate-dv, record_source: test}
                hubs:
                  hub_mood: {business_key: {id: integer}}
                satellites:
                  sat_mood: {of: hub_mood, attributes: {mood: mood, tag: citext, note: varchar(5)}}
                sources:
                  public.moods:
                    hubs: {hub_mood: {id: id}}
                    satellites: [sat_mood]
                """);
        patient.onMaster(
                "create type mood as enum ('so, so', 'it''s ok')",
                "create extension citext",
                "create table moods (id integer primary key, mood mood, tag citext, note varchar(5))",
                "create publication moods for table moods");
        Patient moody = new Patient(stack).with("model", model.toString()).with("source.publication", "moods");

        moody.isHealedOf(
                error("types", "mood, which the model uses, is not known"),
                error("types", "citext, which the model uses, is not known"));
        patient.onWarehouse("select 'it''s ok'::mood");
        patient.onMaster("drop publication moods");
    }

    @Test
    void vaultOfAnotherInstallationIsNamedWithItsOwner() throws Exception {
        Patient other = new Patient(stack).with("name", "other");

        handOver(other, "belongs to bookings, not to other");
        handOver(patient, "belongs to other, not to bookings");
        patient.onWarehouse("insert into cdc_vault.migration (version) values (9999)");
        assertThat(patient.problems()).singleElement().matches(finding -> error("bookkeeping", "is of version 9999")
                .isIn(finding));
        patient.onWarehouse("delete from cdc_vault.migration where version = 9999");
    }

    /**
     * What the words say of a retired owner; nothing is printed to be pasted, which would take a vault from a live one.
     */
    private static void handOver(Patient to, String why) throws Exception {
        List<Finding> problems = to.problems();
        assertThat(problems).singleElement().matches(error("vault owner", why)::isIn);
        assertThat(problems.get(0).fixes()).isEmpty();
        to.onWarehouse(problems.get(0).found().split("run on the warehouse: ", 2)[1]);
        assertThat(to.problems()).isEmpty();
    }

    @Test
    void portThatIsTakenIsNamedWithItsOwner() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Patient shut = new Patient(stack).with("admin.port", Integer.toString(taken.getLocalPort()));

            shut.isHealedOf(error(
                    "admin port",
                    taken.getLocalPort() + " is taken by process "
                            + ProcessHandle.current().pid()));
        }
    }

    @Test
    void whatCannotBeReachedIsAFindingAndTheRestIsLookedAt() throws Exception {
        String nowhere = "jdbc:postgresql://127.0.0.1:1/nowhere?password=hidden";
        Patient cutOff = new Patient(stack)
                .with("source.url", nowhere)
                .with("warehouse.url", nowhere)
                .with("kafka.bootstrap-servers", "127.0.0.1:1");

        List<Finding> found = cutOff.examine();

        assertThat(found)
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .extracting(Finding::part)
                .containsExactly(Area.MASTER, Area.WAREHOUSE, Area.KAFKA);
        assertThat(found).extracting(Finding::found).noneMatch(text -> text.contains("hidden"));
        assertThat(found)
                .filteredOn(finding -> finding.part() == Area.REPLICA)
                .extracting(Finding::severity)
                .contains(Severity.OK)
                .doesNotContain(Severity.ERROR);
    }

    @Test
    void serviceRunsAsTheRolesThatSetupPrints() throws Exception {
        stack.dwh().createDatabase("dwh_least");
        Patient least = new Patient(stack, "dwh_least")
                .with("source.user", "least_cdc")
                .with("source.password", "never-printed")
                .with("source.slot", "least")
                .with("source.publication", "least")
                .with("warehouse.user", "least_loader")
                .withMarts("mart_least", "least_mart")
                .with("topic-prefix", "least")
                .with("name", "least");
        least.onWarehouse("revoke all on database dwh_least from public", "revoke all on schema public from public");

        for (int times = 0; times < 2; times++) {
            least.onMaster(PrintedSql.statements(print(least, SetupPart.MASTER)));
            least.onReplica(PrintedSql.statements(print(least, SetupPart.REPLICA)));
            least.onWarehouse(PrintedSql.statements(print(least, SetupPart.WAREHOUSE)));
            least.onPresentation(PrintedSql.statements(print(least, SetupPart.PRESENTATION)));
        }
        assertThat(print(least, SetupPart.values())).noneMatch(line -> line.contains("never-printed"));
        assertThat(least.problems()).isEmpty();

        List<String> options = new ArrayList<>(List.of("run"));
        least.flags().forEach((key, value) -> options.addAll(List.of("--set", key + "=" + value)));
        try (ServiceProcess service =
                ServiceProcess.start(List.of(), least.configuration(), options.toArray(String[]::new))) {
            Road road = new Road(stack, "dwh_least");
            road.awaitEqual(service);
            road.onMaster("update boarding_passes set boarding_no = boarding_no + 1");
            road.awaitEqual(service);
            assertThat(new Marts(least.installation().settings(), "vault", Time.system())
                            .refresh("presentation")
                            .rows())
                    .isPositive();
            options.set(0, "doctor");
            ServiceProcess doctor =
                    ServiceProcess.start(List.of(), least.configuration(), options.toArray(String[]::new));
            assertThat(doctor.exitCode()).as(doctor.output()).isZero();
            assertThat(doctor.output()).contains("slot least: is being streamed from", "0 errors");
            assertThat(service.terminate()).as(service.output()).isZero();
        }
        least.onMaster("select pg_drop_replication_slot('least')", "drop publication least");
    }

    private static List<String> print(Patient patient, SetupPart... parts) {
        return new SetupScript(patient.installation()).lines(List.of(parts));
    }

    private static void alter(String topic, String setting, String value) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.broker().bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}

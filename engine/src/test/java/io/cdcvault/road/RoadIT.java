package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole road on real parts: the packaged jar, PostgreSQL, its replica and a Kafka broker. */
final class RoadIT {

    private static LocalStack stack;
    private static Road road;
    private static Path configuration;
    private static ServiceProcess service;

    @BeforeAll
    static void startTheRoad() throws SQLException {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(3_000, 7).loadIfMissing(master);
        }
        road = new Road(stack);
        configuration = ServiceProcess.configuration(stack);
        service = ServiceProcess.startPackaged(configuration, "run");
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
    void snapshotFillsEveryTableOfTheVault() throws SQLException {
        assertThat(road.inVault("select count(*) from cdc_vault.vault_table where rows > 0"))
                .containsExactly("36");
    }

    @Test
    void insertUpdateAndDeleteBecomeVersionsAndStatus() throws SQLException {
        road.onMaster("insert into bookings values ('AAAA01', '2026-01-02 03:04:05.123456+00', 100.50)");
        road.awaitEqual(service);
        road.onMaster("update bookings set total_amount = 200 where book_ref = 'AAAA01'");
        road.onMaster("update bookings set total_amount = 100.50 where book_ref = 'AAAA01'");
        road.onMaster("delete from bookings where book_ref = 'AAAA01'");
        road.awaitEqual(service);

        assertThat(road.inVault("select total_amount from vault.sat_booking join vault.hub_booking using (booking_hk)"
                        + " where book_ref = 'AAAA01' order by sat_booking.load_dts"))
                .containsExactly("100.50", "200.00", "100.50");
        assertThat(road.inVault("select status from vault.sts_booking join vault.hub_booking using (booking_hk)"
                        + " where book_ref = 'AAAA01' order by sts_booking.load_dts"))
                .containsExactly("C", "D");
    }

    @Test
    void ticketMovedToAnotherBookingClosesOneLinkAndOpensTheOtherAtOnce() throws SQLException {
        road.onMaster(
                "insert into bookings values ('BBBB01', now(), 1), ('BBBB02', now(), 2)",
                "insert into tickets values ('0009999999991', 'BBBB01', 'P1', 'ANNA', '{}')");
        road.onMaster("update tickets set book_ref = 'BBBB02' where ticket_no = '0009999999991'");
        road.onMaster("update tickets set book_ref = 'BBBB01' where ticket_no = '0009999999991'");
        road.awaitEqual(service);

        assertThat(
                        road.inVault(
                                """
                        select b.book_ref, e.is_active, dense_rank() over (order by e.load_dts)
                        from vault.eff_ticket_include_booking e
                        join vault.lnk_ticket_include_booking l using (ticket_include_booking_hk)
                        join vault.hub_booking b using (booking_hk)
                        join vault.hub_ticket t using (ticket_hk)
                        where t.ticket_no = '0009999999991' order by e.load_dts, e.is_active"""))
                .containsExactly("BBBB01 t 1", "BBBB01 f 2", "BBBB02 t 2", "BBBB02 f 3", "BBBB01 t 3");
    }

    @Test
    void onlyTheLastStateOfARowInATransactionIsAVersion() throws SQLException {
        road.onMaster(
                "insert into bookings values ('CCCC01', now(), 1)",
                "update bookings set total_amount = 2 where book_ref = 'CCCC01'",
                "update bookings set total_amount = 3 where book_ref = 'CCCC01'",
                "insert into bookings values ('CCCC02', now(), 1)",
                "delete from bookings where book_ref = 'CCCC02'");
        road.awaitEqual(service);

        assertThat(road.inVault("select total_amount from vault.sat_booking join vault.hub_booking using (booking_hk)"
                        + " where book_ref = 'CCCC01'"))
                .containsExactly("3.00");
        assertThat(road.inVault("select 1 from vault.hub_booking where book_ref = 'CCCC02'"))
                .isEmpty();
    }

    @Test
    void truncateDeletesEveryRowAndARefillInTheSameTransactionKeepsWhatIsTheSame() throws SQLException {
        road.onMaster(
                "create temporary table kept on commit drop as select * from boarding_passes limit 5",
                "truncate boarding_passes",
                "insert into boarding_passes select * from kept");
        road.awaitEqual(service);

        assertThat(road.inVault("select count(*) from (select distinct on (boarding_hk) status from vault.sts_boarding"
                        + " order by boarding_hk, load_dts desc) newest where status = 'C'"))
                .containsExactly("5");
    }

    @Test
    void changeOfCaseAloneIsAVersion() throws SQLException {
        road.onMaster(
                "insert into bookings values ('DDDD01', now(), 1)",
                "insert into tickets values ('0009999999981', 'DDDD01', 'P1', 'Anna', '{}')");
        road.onMaster("update tickets set passenger_name = 'ANNA' where ticket_no = '0009999999981'");
        road.awaitEqual(service);

        assertThat(road.inVault("select passenger_name from vault.sat_tickets join vault.hub_ticket using (ticket_hk)"
                        + " where ticket_no = '0009999999981' order by sat_tickets.load_dts"))
                .containsExactly("Anna", "ANNA");
    }

    @Test
    void largeValueThatAnUpdateDidNotTouchIsCarriedForward() throws SQLException {
        road.onMaster(
                "insert into bookings values ('EEEE01', now(), 1)",
                "insert into tickets select '0009999999971', 'EEEE01', 'P1', 'ANNA',"
                        + " jsonb_build_object('note', string_agg(md5(i::text), '')) from generate_series(1, 2000) i");
        road.awaitEqual(service);
        road.onMaster("update tickets set passenger_name = 'BERTA' where ticket_no = '0009999999971'");
        road.awaitEqual(service);

        assertThat(road.inVault("select passenger_name, length(contact_data::text) > 60000 from vault.sat_tickets"
                        + " join vault.hub_ticket using (ticket_hk) where ticket_no = '0009999999971'"
                        + " order by sat_tickets.load_dts"))
                .containsExactly("ANNA t", "BERTA t");
    }

    @Test
    void replicaHoldsWhatTheMasterHolds() throws SQLException {
        road.onMaster("insert into airports values ('XXA', 'Somewhere', 'Somewhere', 1.5, 2.5, 'UTC')");
        Await.until("the replica to hold the new airport", Duration.ofSeconds(30), () -> {
            try (Connection replica = stack.replica().connect()) {
                return replica.createStatement()
                        .executeQuery("select 1 from airports where airport_code = 'XXA'")
                        .next();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void statusTellsTheWholeRoad() throws Exception {
        ServiceProcess status = ServiceProcess.startPackaged(configuration, "status", "--json", "--wait=60");

        assertThat(status.exitCode()).as(status.output()).isZero();
        JsonNode json = new ObjectMapper().readTree(status.lastLine());
        assertThat(json.path("state").asText()).isEqualTo("healthy");
        assertThat(json.at("/capture/state").asText()).isEqualTo("streaming");
        assertThat(json.at("/capture/slot").asText()).isEqualTo("cdc_vault");
        assertThat(json.at("/capture/confirmed_lsn").asText()).contains("/");
        assertThat(json.at("/capture/lag_bytes").isIntegralNumber()).isTrue();
        assertThat(json.at("/replica/state").asText()).isEqualTo("streaming");
        assertThat(json.at("/replica/lag_bytes").isIntegralNumber()).isTrue();
        assertThat(json.at("/feed/kind").asText()).isEqualTo("kafka");
        assertThat(json.at("/load/transactions").asLong()).isPositive();
        assertThat(json.at("/load/rows").asLong()).isGreaterThan(2_000);
        assertThat(json.path("vault").size()).isEqualTo(36);
        assertThat(json.path("dead_letters").asLong()).isZero();
    }

    @Test
    void topicsAreListedWithTheirEnds() throws Exception {
        ServiceProcess topics = ServiceProcess.startPackaged(configuration, "topics", "--json");

        assertThat(topics.exitCode()).as(topics.output()).isZero();
        assertThat(topics.output()).contains("postgres.public.tickets", "postgres.transaction", "\"ends\"");
    }

    @Test
    void tailPrintsEnvelopesAsTheyAreOnTheTopic() throws Exception {
        ServiceProcess tail = ServiceProcess.startPackaged(
                configuration, "tail", "airports", "--json", "--from-beginning", "--max", "3");

        assertThat(tail.exitCode()).as(tail.output()).isZero();
        JsonNode envelope = new ObjectMapper().readTree(tail.lastLine());
        assertThat(envelope.at("/source/table").asText()).isEqualTo("airports");
        assertThat(envelope.at("/after/airport_code").asText()).hasSize(3);
    }

    /** As in a shell's `tail | head -1`: no further change comes, so there is nothing that could not be written. */
    @Test
    void tailEndsWhenItsReaderHasGone() throws Exception {
        ProcessBuilder tail = new ProcessBuilder(
                ServiceProcess.java(),
                "-jar",
                System.getProperty("cdcvault.jar"),
                "tail",
                "airports",
                "--from-beginning",
                "--config",
                configuration.toString());
        List<Process> pipeline = ProcessBuilder.startPipeline(List.of(tail, new ProcessBuilder("head", "-n", "1")));

        assertThat(pipeline.get(0).onExit().get(60, TimeUnit.SECONDS).exitValue())
                .isZero();
        assertThat(pipeline.get(1).inputReader().readLine()).contains("public.airports");
    }

    @Test
    void explainPrintsTheStatementThatLoads() throws Exception {
        ServiceProcess explain = ServiceProcess.startPackaged(configuration, "explain", "tickets");

        assertThat(explain.exitCode()).isZero();
        assertThat(explain.output())
                .contains("insert into \"vault\".\"sat_tickets\"", "copy \"staged public.tickets\"");
    }
}

package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.time.Time;
import io.cdcvault.verify.ComparisonResult;
import io.cdcvault.verify.RuleResult;
import io.cdcvault.verify.SourceSnapshot;
import io.cdcvault.verify.VaultDigest;
import io.cdcvault.verify.Verification;
import io.cdcvault.verify.VerifyReport;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Verify on real parts: it says "equal" while the master is written to, and finds whatever is planted. */
final class VerifyIT {

    private static LocalStack stack;
    private static Path configuration;
    private static Road road;
    private static ServiceProcess service;
    private static Installation installation;

    private String undo = "";

    @BeforeAll
    static void startTheRoad() throws SQLException {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(3_000, 5).loadIfMissing(master);
        }
        road = new Road(stack);
        configuration = ServiceProcess.configuration(stack);
        service = ServiceProcess.start(configuration, "run");
        road.awaitEqual(service);
        installation = Installation.of(SettingsReader.read(Optional.of(configuration), Map.of()));
    }

    @AfterAll
    static void stopTheRoad() throws InterruptedException {
        try {
            assertThat(service.terminate()).as(service.output()).isZero();
        } finally {
            stack.close();
        }
    }

    @AfterEach
    void undo() throws SQLException {
        inDwh(undo);
        assertThat(verify()).matches(VerifyReport::isEqual);
    }

    @Test
    void sourceAndVaultAreEqualTimeAndAgainWhileTheMasterIsWrittenTo() throws Exception {
        Traffic traffic = new Traffic(
                stack.master().jdbcUrl() + "?user=" + stack.master().user(),
                TrafficPlan.endless(5, 4).at(25));
        CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
        try {
            for (int i = 0; i < 2; i++) {
                ServiceProcess verify = ServiceProcess.start(configuration, "verify", "--json", "--replica");

                assertThat(verify.exitCode()).as(verify.output()).isZero();
                assertThat(json(verify).path("equal").asBoolean()).isTrue();
                assertThat(json(verify).path("replica")).hasSize(8);
            }
        } finally {
            traffic.stop();
            playing.join();
            road.awaitEqual(service);
        }
    }

    @Test
    void changedAttributeIsShownWithBothValues() throws Exception {
        plant(
                "update vault.sat_airport set city = city || '!' where airport_hk = (select airport_hk from"
                        + " vault.hub_airport order by airport_code limit 1)",
                "update vault.sat_airport set city = rtrim(city, '!')");

        ServiceProcess verify = ServiceProcess.start(configuration, "verify", "airports", "--json");

        assertThat(verify.exitCode()).as(verify.output()).isEqualTo(1);
        JsonNode example =
                json(verify).path("comparisons").path(1).path("examples").path(0);
        JsonNode city = example.path("columns").path("city");
        assertThat(example.path("kind").asText()).isEqualTo("changed");
        assertThat(city.path("vault").asText()).isEqualTo(city.path("source").asText() + "!");
        assertThat(example.path("key").path("airport_code").asText()).hasSize(3);
    }

    @Test
    void missingRowIsFound() throws SQLException {
        plant(
                "create table vault.kept as select * from vault.sat_booking where booking_hk in"
                        + " (select booking_hk from vault.sat_booking_current where is_live limit 3);"
                        + " delete from vault.sat_booking where booking_hk in (select booking_hk from vault.kept)",
                "insert into vault.sat_booking select * from vault.kept; drop table vault.kept");

        assertThat(found("sat_booking").missing()).isEqualTo(3);
    }

    @Test
    void surplusLiveRowIsFound() throws SQLException {
        plant(
                "insert into vault.hub_airport values (decode(md5('ZZZ'), 'hex'), 'ZZZ', now(), 'x');"
                        + " insert into vault.sts_airport values (decode(md5('ZZZ'), 'hex'), now(), 'C', '0/1')",
                "delete from vault.sts_airport where src_lsn = '0/1';"
                        + " delete from vault.hub_airport where airport_code = 'ZZZ'");

        assertThat(found("sts_airport").surplus()).isEqualTo(1);
        assertThat(found("sts_airport").examples().get(0).key()).containsEntry("airport_code", "ZZZ");
    }

    @Test
    void deletionThatTheVaultHasMissedIsFound() throws SQLException {
        plant(
                "create table vault.kept as select s.seat_hk, max(s.load_dts) + interval '1 us' as load_dts,"
                        + " max(s.src_lsn) as src_lsn from vault.sts_seat s join vault.sat_seat_current using (seat_hk)"
                        + " where is_live group by s.seat_hk limit 1;"
                        + " insert into vault.sts_seat select seat_hk, load_dts, 'D', src_lsn from vault.kept",
                "delete from vault.sts_seat using vault.kept where sts_seat.seat_hk = kept.seat_hk"
                        + " and sts_seat.load_dts = kept.load_dts; drop table vault.kept");

        assertThat(found("sts_seat").missing()).isEqualTo(1);
        assertThat(found("sat_seat").missing()).isEqualTo(1);
    }

    @Test
    void linkThatIsWronglyOpenIsFoundAndBreaksTheRuleOfTheDrivingKey() throws SQLException {
        plant(
                """
                create table vault.kept as
                select decode(md5(t.ticket_no || '||' || upper(trim(b.book_ref))), 'hex') as link, ticket_hk, b.booking_hk
                from vault.lnk_ticket_include_booking join vault.hub_ticket t using (ticket_hk)
                join vault.hub_booking b on b.booking_hk <> lnk_ticket_include_booking.booking_hk
                limit 1;
                insert into vault.lnk_ticket_include_booking select link, ticket_hk, booking_hk, now(), 'planted'
                from vault.kept;
                insert into vault.eff_ticket_include_booking select link, now(), true, ticket_hk, '0/1'
                from vault.kept""",
                "delete from vault.eff_ticket_include_booking where src_lsn = '0/1';"
                        + " delete from vault.lnk_ticket_include_booking where rec_src = 'planted'; drop table vault.kept");

        assertThat(found("lnk_ticket_include_booking").surplus()).isEqualTo(1);
        assertThat(broken("at most one link is open for each driving key"))
                .extracting(RuleResult::table)
                .isEqualTo("eff_ticket_include_booking");
    }

    @Test
    void orphanIsFound() throws SQLException {
        plant(
                "insert into vault.sat_seat select '\\x00', load_dts, hash_diff, rec_src, src_lsn, fare_conditions"
                        + " from vault.sat_seat limit 1",
                "delete from vault.sat_seat where seat_hk = '\\x00'");

        assertThat(broken("each seat_hk is in hub_seat").violations()).isEqualTo(1);
    }

    @Test
    void versionThatRepeatsTheOneBeforeIsFound() throws SQLException {
        plant(
                "create table vault.kept as select * from vault.sat_seat limit 1;"
                        + " insert into vault.sat_seat select seat_hk, load_dts + interval '1 us', hash_diff, 'planted',"
                        + " src_lsn, fare_conditions from vault.kept",
                "delete from vault.sat_seat where rec_src = 'planted'; drop table vault.kept");

        assertThat(broken("no version equals the one before").table()).isEqualTo("sat_seat");
    }

    @Test
    void digestIsTheSameUntilARowDiffers() throws SQLException {
        VaultDigest before = VaultDigest.of(installation.settings(), installation.model(), (done, steps, what) -> {});
        VaultDigest again = VaultDigest.of(installation.settings(), installation.model(), (done, steps, what) -> {});
        plant(
                "update vault.sat_seat set rec_src = rec_src || '!'",
                "update vault.sat_seat set rec_src = rtrim(rec_src, '!')");
        VaultDigest planted = VaultDigest.of(installation.settings(), installation.model(), (done, steps, what) -> {});

        inDwh("alter table vault.sat_seat rename column fare_conditions to fares");
        VaultDigest lacking = VaultDigest.of(installation.settings(), installation.model(), (done, steps, what) -> {});
        inDwh("alter table vault.sat_seat rename column fares to fare_conditions");

        assertThat(lacking.tablesUnlike(before)).containsExactly("sat_seat");
        assertThat(again).isEqualTo(before);
        assertThat(planted.all()).isNotEqualTo(before.all());
    }

    @Test
    void rowThatIsOnlyAPartOfItsParentIsCompared() throws Exception {
        road.onMaster(
                "create schema shop",
                "create table shop.customer (id int, boss_id int, name text, city text)",
                "create table shop.orders (id int, customer_id int, status text)",
                "create table shop.item (order_id int, product text, qty int)",
                "create table shop.picking (order_id int, product text, picker text)",
                "create table shop.phone (customer_id int, kind text, number text)",
                "create table shop.member (id int, code text, label text)",
                "create table shop.wish (order_id int, product text, kind text, note text)",
                "create table shop.tag (order_id int, product text, word text)",
                "create table shop.vip (customer_id int)",
                "insert into shop.phone values (1, 'home', '123'), (1, 'work', '456')");
        Installation orders = orders();
        try (Warehouse warehouse = Warehouse.connect(orders.settings())) {
            warehouse.createMissing(orders.model());
        }
        inDwh(
                """
                insert into "Orders Vault".hub_customer values (decode(md5('1'), 'hex'), 1, now(), 'shop');
                insert into "Orders Vault".sat_phone
                  (customer_hk, kind, load_dts, hash_diff, rec_src, src_lsn, is_active, number)
                select decode(md5('1'), 'hex'), kind, now(), decode(md5(number), 'hex'), 'shop', '0/1', true, number
                from (values ('home', '123'), ('work', '457'), ('old', '7')) as phone (kind, number)""");

        VerifyReport report = verify(orders);

        assertThat(report.violations()).isZero();
        assertThat(report.comparisons())
                .filteredOn(result -> result.differences() > 0)
                .singleElement()
                .matches(result -> result.subject().equals("sat_phone") && result.changed() == 1)
                .matches(result -> result.surplus() == 1 && result.missing() == 0);
    }

    @Test
    void rowThatWaitsAsADeadLetterIsNotEqual() throws Exception {
        plant(
                "insert into cdc_vault.dead_letter (feed, vault_schema, source_schema, source_table, row_key, operation,"
                        + " place, reason, transaction_number, lsn, load_date) values ('test', 'vault', 'public',"
                        + " 'aircafts', '{\"aircraft_code\":\"773\"}', 'UPDATE', 'test', 'test', 1, '0/1', now())",
                "delete from cdc_vault.dead_letter where feed = 'test'");

        ServiceProcess verify = ServiceProcess.start(configuration, "verify");

        assertThat(verify.exitCode()).as(verify.output()).isEqualTo(3);
        assertThat(verify.output()).contains("1 rows of public.aircafts wait as dead letters");
        assertThat(verify.lastLine()).startsWith("Waiting");
    }

    @Test
    void whatTheVaultHoldsInItsOwnWayIsEqualAndWaitingRowsAreExplained() throws Exception {
        LatinSource source = LatinSource.create(stack, configuration);
        inDwh(LatinSource.VAULT);

        VerifyReport report = verify(source.installation());

        assertThat(report.violations()).isZero();
        assertThat(report.comparisons())
                .filteredOn(result -> result.differences() > 0)
                .extracting(result -> result.subject() + ": " + result.missing() + " of which " + result.explained())
                .containsExactly("sts_animal: 1 of which 1", "sat_animal: 1 of which 1");
        assertThat(report.comparisons()).extracting(ComparisonResult::subject).contains("lnk_member");
        assertThat(report.waiting()).containsOnly(Map.entry("public.animal", 1L));
        assertThat(report.verdict()).isEqualTo(VerifyReport.Verdict.WAITING);
        inDwh("delete from cdc_vault.dead_letter where vault_schema = 'zoo'");
        assertThat(verify(source.installation()).verdict()).isEqualTo(VerifyReport.Verdict.DIFFERENT);
    }

    /** The topics have a key of type {@code char(n)} with its blanks, and the recipe counts them. */
    @Test
    void waitingRowExplainsItsKeyAlsoWhereBlanksCount() throws Exception {
        road.onMaster("create schema labels", "create table labels.label (code char(5) primary key)");
        Path model = Files.writeString(
                stack.directory().resolve("labels.yaml"),
                """
                model: labels
                vault: {schema: labels, hash: exact, record_source: shop}
                hubs: {hub_label: {business_key: {code: char(5)}}}
                sources: {labels.label: {hubs: {hub_label: {code: code}}}}
                """);
        Installation labels = Installation.of(
                SettingsReader.read(Optional.of(configuration), Map.of("cdc-vault.model", model.toString())));
        try (Warehouse warehouse = Warehouse.connect(labels.settings())) {
            warehouse.createMissing(labels.model());
        }
        inDwh(
                """
                insert into labels.hub_label values (labels.hub_label_hk('ab'), 'ab', now(), 'shop');
                insert into labels.sts_label values (labels.hub_label_hk('ab'), now(), 'C', '0/1');
                insert into cdc_vault.dead_letter (feed, vault_schema, source_schema, source_table, row_key, operation,
                  place, reason, transaction_number, lsn, load_date)
                values ('test', 'labels', 'labels', 'label', '{"code":"ab   "}', 'DELETE', 'test', 'test', 1, '0/1', now())""");

        VerifyReport report = verify(labels);

        inDwh("delete from cdc_vault.dead_letter where vault_schema = 'labels'");
        assertThat(report.violations()).isZero();
        assertThat(report.comparisons())
                .filteredOn(result -> result.differences() > 0)
                .singleElement()
                .matches(result -> result.surplus() == 1 && result.explained() == 1);
    }

    @Test
    void databaseWhoseEncodingLosesCharactersIsRefused() throws Exception {
        try (Connection master = stack.master().connect();
                Statement statement = master.createStatement()) {
            statement.execute("create database ascii encoding 'SQL_ASCII' template template0 locale 'C'");
            statement.execute("create database latin_dwh encoding 'LATIN1' template template0 locale 'C'");
        }
        Installation installation = Installation.of(SettingsReader.read(
                Optional.of(configuration),
                Map.of(
                        "cdc-vault.source.url", stack.master().jdbcUrl("ascii"),
                        "cdc-vault.warehouse.url", stack.master().jdbcUrl("latin_dwh"))));

        try (SourceDatabase source = SourceDatabase.connect(installation.settings(), "test");
                Warehouse warehouse = Warehouse.connect(installation.settings())) {
            assertThatThrownBy(source::requireEncoding)
                    .isInstanceOfSatisfying(CdcVaultException.class, refusal -> assertThat(refusal.kind())
                            .isEqualTo(FailureKind.ENCODING_UNSUPPORTED))
                    .hasMessageContainingAll("has encoding SQL_ASCII", "pg_dump --encoding=");
            assertThatThrownBy(() -> warehouse.createMissing(installation.model()))
                    .hasMessageContaining("create database \"latin_dwh_utf8\" encoding 'UTF8'");
        }
    }

    private static Installation orders() throws Exception {
        Path model = Files.createTempFile(stack.directory(), "orders", ".yaml");
        try (InputStream yaml =
                Objects.requireNonNull(VerifyIT.class.getResourceAsStream("/io/cdcvault/oracle/orders.yaml"))) {
            Files.write(model, yaml.readAllBytes());
        }
        return Installation.of(
                SettingsReader.read(Optional.of(configuration), Map.of("cdc-vault.model", model.toString())));
    }

    private void plant(String sql, String undoing) throws SQLException {
        undo = undoing;
        inDwh(sql);
    }

    private static ComparisonResult found(String subject) {
        return verify().comparisons().stream()
                .filter(result -> result.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private static RuleResult broken(String rule) {
        return verify().rules().stream()
                .filter(result -> result.rule().equals(rule) && result.violations() > 0)
                .findFirst()
                .orElseThrow();
    }

    /** The master is at rest and the vault holds all of it. */
    private static VerifyReport verify() {
        return verify(installation);
    }

    private static VerifyReport verify(Installation of) {
        try (SourceSnapshot snapshot = SourceSnapshot.take(of.settings(), Duration.ofSeconds(30), Time.system())) {
            return new Verification(of.model(), of.model().sources(), 5)
                    .run(of.settings(), snapshot, (done, steps, what) -> {});
        }
    }

    private static JsonNode json(ServiceProcess verify) throws Exception {
        String last = verify.output().lines().reduce((first, second) -> second).orElse("");
        return new ObjectMapper().readTree(last);
    }

    private static void inDwh(String sql) throws SQLException {
        try (Connection dwh = stack.dwh().connect();
                Statement statement = dwh.createStatement()) {
            statement.execute(sql);
        }
    }
}

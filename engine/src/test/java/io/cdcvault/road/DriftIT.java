package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What PostgreSQL does not send while two services run, one through Kafka and one without: each names the table and the
 * statement that helps, and once that was run reads the table again. Each test leaves both vaults equal to the source.
 */
@SuppressWarnings("NullAway.Init") // Before the first test.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DriftIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> TABLES =
            List.of("kept", "taken_out", "made_again", "rewritten", "identified", "split");

    private static final String HUB = "  hub_%1$s: {business_key: {id: integer}}%n";
    private static final String SATELLITE = "  sat_%1$s: {of: hub_%1$s, attributes: {v: text}}%n";
    private static final String SOURCE =
            "  public.%1$s: {hubs: {hub_%1$s: {id: id}}, satellites: [sat_%1$s], ignore: [region]}%n";

    private static LocalStack stack;
    private static List<Watched> services;

    @BeforeAll
    static void startBoth() throws Exception {
        stack = LocalStack.temporary();
        for (String table : TABLES) {
            onMaster(
                    table.equals("split")
                            ? "create table split (id int, region text, v text, primary key (id, region))"
                                    + " partition by list (region)"
                            : "create table " + table + " (id int primary key, v text, region text)");
        }
        for (String region : List.of("a", "b", "c")) {
            onMaster("create table split_" + region + " partition of split for values in ('" + region + "')");
        }
        onMaster("insert into rewritten values (1, 'x'), (2, 'y')", "insert into identified values (1, 'x')");
        // A region is what a row is split by, and not what it is: the ids are unique by themselves.
        onMaster("alter table split drop constraint split_pkey", "alter table split replica identity full");
        for (String region : List.of("a", "b", "c")) {
            onMaster("alter table split_" + region + " replica identity full");
        }
        StringBuilder yaml = new StringBuilder("model: drift\nvault: {record_source: drift}\nhubs:\n");
        TABLES.forEach(table -> yaml.append(HUB.formatted(table)));
        yaml.append("satellites:\n");
        TABLES.forEach(table -> yaml.append(SATELLITE.formatted(table)));
        yaml.append("sources:\n");
        TABLES.forEach(table -> yaml.append(SOURCE.formatted(table)));
        Path model = Files.writeString(stack.directory().resolve("drift.yaml"), yaml);
        services = List.of(
                new Watched(stack, "drift_kafka", true, model, TABLES),
                new Watched(stack, "drift_direct", false, model, TABLES));
        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void tableTakenOutAndPutBackIsReadAgain() throws SQLException {
        for (Watched each : services) {
            onMaster("alter publication " + each.place + " drop table taken_out");
        }
        onMaster("insert into taken_out values (1, 'while out')");
        for (Watched each : services) {
            onMaster("alter publication " + each.place + " add table taken_out");
        }
        onMaster("insert into taken_out values (2, 'back in')");

        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @Test
    @Order(2)
    void partitionsTruncatedDetachedAndAttachedAreNoticed() throws SQLException {
        onMaster("insert into split values (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z')");
        services.forEach(Watched::awaitEqualAndHealthy);

        onMaster("truncate split_b");
        services.forEach(Watched::awaitEqualAndHealthy);
        onMaster("alter table split detach partition split_c", "insert into split values (4, 'b', 'after')");
        services.forEach(Watched::awaitEqualAndHealthy);
        onMaster("update split_c set v = 'apart'");
        onMaster("alter table split attach partition split_c for values in ('c')");
        services.forEach(Watched::awaitEqualAndHealthy);
        onMaster("drop table split_c");
        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @Test
    @Order(3)
    void partitionThatIsCreatedNeedsNoSnapshot() throws SQLException {
        List<List<String>> before =
                services.stream().map(DriftIT::finishedSnapshots).toList();

        onMaster(
                "create table split_d partition of split for values in ('d')",
                "alter table split_d replica identity full",
                "insert into split values (5, 'd', 'new')");

        services.forEach(Watched::awaitEqualAndHealthy);
        assertThat(services.stream().map(DriftIT::finishedSnapshots).toList()).isEqualTo(before);
    }

    @Test
    @Order(4)
    void rewrittenColumnIsReadAgain() throws SQLException {
        onMaster("alter table rewritten alter column v type text using v || v");

        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @Test
    @Order(5)
    void tableDroppedAndCreatedAgainIsNamedUntilItIsPublished() throws SQLException {
        onMaster("insert into made_again values (7, 'of the former table')");
        services.forEach(Watched::awaitEqualAndHealthy);
        onMaster("drop table made_again", "create table made_again (id int primary key, v text)");
        onMaster("insert into made_again values (1, 'another table')");

        for (Watched each : services) {
            each.awaitReason("public.made_again", "is not in the publication " + each.place, "Run: alter publication");
            each.remedy("made_again");
        }

        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @Test
    @Order(6)
    void changedReplicaIdentityIsUsedAtOnce() throws SQLException {
        onMaster("alter table identified replica identity full");
        for (Watched each : services) {
            Await.until(each.place + " begins again", PATIENCE, () -> each.service
                    .output()
                    .contains("What identifies the rows of public.identified in the log changed"));
        }

        onMaster("update identified set id = 2");

        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @Test
    @Order(7)
    void uniqueKeyThatIsDroppedIsNamed() throws SQLException {
        onMaster("alter table identified drop constraint identified_pkey");
        for (Watched each : services) {
            each.awaitReason("public.identified", "(id), which is no longer unique");
        }

        onMaster("alter table identified add primary key (id)");

        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @Test
    @Order(8)
    void publicationDroppedUnderTheServiceIsNamedAndItsTablesAreReadAgain() throws SQLException {
        for (Watched each : services) {
            onMaster("drop publication " + each.place);
        }
        onMaster("insert into kept values (1, 'nobody publishes')");

        for (Watched each : services) {
            each.awaitReason(
                    "public.kept", "the publication " + each.place + " does not exist", "Run: create publication");
            each.remedy("kept");
        }

        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @Test
    @Order(9)
    void publicationDroppedWhileTheServiceIsStoppedIsNotCreatedSilently() throws Exception {
        for (Watched each : services) {
            assertThat(each.service.terminate()).as(each.service.output()).isZero();
            onMaster("drop publication " + each.place);
        }
        onMaster("insert into kept values (2, 'nobody runs')", "delete from kept where id = 1");
        services.forEach(Watched::start);

        for (Watched each : services) {
            each.awaitReason("public.kept", "the publication " + each.place + " does not exist");
            assertThat(each.service.isAlive()).as(each.service.output()).isTrue();
            each.remedy("kept");
        }
        services.forEach(Watched::awaitEqualAndHealthy);

        for (Watched each : services) {
            ServiceProcess verify = ServiceProcess.start(each.configuration, each.arguments("verify"));
            assertThat(verify.exitCode()).as(verify.output()).isZero();
            assertThat(each.service.terminate()).as(each.service.output()).isZero();
        }
    }

    /** Case C1: a row with a value in the new attribute gets a version, a row without does not. */
    @Test
    @Order(10)
    void vaultFollowsAModelWithMoreInIt() throws Exception {
        onMaster(
                "insert into kept values (3, 'x')",
                "alter table kept add column more int default 7",
                "alter table rewritten add column more int",
                "create table joined (id int primary key, v text)",
                "insert into joined values (1, 'before')");
        for (Watched each : services) {
            onMaster("alter publication " + each.place + " add table joined");
        }
        Path grown = Files.writeString(stack.directory().resolve("grown.yaml"), grown());
        Map<String, List<String>> versions = new TreeMap<>();
        for (Watched each : services) {
            versions.put(each.place, each.inVault("select count(*) from vault.sat_rewritten"));
            try (Connection warehouse = stack.dwh().connect(each.place);
                    Statement statement = warehouse.createStatement()) {
                statement.execute("create view own as select v from vault.sat_kept_current where is_live");
            }
            each.flags.put("model", grown.toString());
            if (each.service.isAlive()) {
                assertThat(each.service.terminate()).as(each.service.output()).isZero();
            }
            ServiceProcess diff = ServiceProcess.start(each.configuration, each.arguments("model", "diff", "--json"));
            assertThat(diff.exitCode()).as(diff.output()).isEqualTo(4);
            assertThat(diff.output())
                    .contains(
                            "\"add\":[\"sat_kept.more\",\"sat_rewritten.more\"]",
                            "\"capture\":[\"public.joined\"]",
                            "{\"table\":\"public.kept\",\"why\":\"feeds what is new in the model, sat_kept.more\"}")
                    .containsPattern("\"create\":\\[[^]]*\"sat_joined\"");
            each.start();
        }

        services.forEach(Watched::awaitEqualAndHealthy);

        for (Watched each : services) {
            ServiceProcess same = ServiceProcess.start(each.configuration, each.arguments("model", "diff"));
            assertThat(same.exitCode()).as(same.output()).isZero();
            Await.until(each.place + " has read what is new in the model", PATIENCE, () -> each.inVault(
                            "select id, more from vault.sat_kept_current join vault.hub_kept using (kept_hk)"
                                    + " where is_live order by 1")
                    .equals(inSource("select id, more from kept order by 1")));
            Await.until(each.place + " has read the new table", PATIENCE, () -> each.inVault(
                            "select id, v from vault.sat_joined_current join vault.hub_joined using (joined_hk)")
                    .equals(List.of("1 before")));
        }
        onMaster("update kept set more = 8 where id = 3", "update rewritten set more = 9 where id = 1");
        services.forEach(Watched::awaitEqualAndHealthy);
        for (Watched each : services) {
            ServiceProcess verify = ServiceProcess.start(each.configuration, each.arguments("verify"));
            assertThat(verify.exitCode()).as(verify.output()).isZero();
            assertThat(each.inVault("select count(*) - 1 from vault.sat_rewritten"))
                    .isEqualTo(versions.get(each.place));
            assertThat(each.inVault("select v from own")).contains("x");
            assertThat(each.service.terminate()).as(each.service.output()).isZero();
        }
    }

    private static String grown() throws IOException {
        return Files.readString(stack.directory().resolve("drift.yaml"))
                        .replace(
                                "sat_kept: {of: hub_kept, attributes: {v: text}}",
                                "sat_kept: {of: hub_kept, attributes: {v: text, more: int}}")
                        .replace(
                                "sat_rewritten: {of: hub_rewritten, attributes: {v: text}}",
                                "sat_rewritten: {of: hub_rewritten, attributes: {more: int, v: text}}")
                        .replace(
                                "satellites:\n  sat",
                                HUB.formatted("joined") + "satellites:\n" + SATELLITE.formatted("joined") + "  sat")
                + SOURCE.formatted("joined");
    }

    private static List<String> finishedSnapshots(Watched each) {
        return each.inVault("select number from cdc_vault.table_snapshot where finished_at is not null order by 1");
    }

    private static List<String> inSource(String sql) {
        return Watched.inSource(stack, sql);
    }

    private static void onMaster(String... statements) throws SQLException {
        Watched.onMaster(stack, statements);
    }
}

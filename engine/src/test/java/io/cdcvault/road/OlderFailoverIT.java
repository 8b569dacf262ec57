package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.postgres.PostgresSettings;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A master without failover slots dies: what docs/runbook.md says for PostgreSQL 13 to 16. */
@EnabledOnOs(OS.LINUX)
final class OlderFailoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Stream<Path> jars() throws IOException {
        return OlderPostgres.jars().stream().filter(jar -> version(jar) < 17);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void promotedStandbyHasNoSlotSoANewSnapshotIsTakenWhenAskedFor(Path jar) throws Exception {
        PostgresSettings dwh = PostgresSettings.fast("dwh");
        try (OlderPostgres older = OlderPostgres.start(jar);
                PostgresServer warehouse = PostgresServer.temporary(dwh)) {
            PostgresServer standby = older.standby(jar);
            String url =
                    "jdbc:postgresql://127.0.0.1:" + older.server().port() + ",127.0.0.1:" + standby.port() + "/shop";
            List<String> settings = List.of(
                    "--set",
                    "source.url=" + url,
                    "--set",
                    "source.user=postgres",
                    "--set",
                    "warehouse.url=" + warehouse.jdbcUrl(),
                    "--set",
                    "warehouse.user=postgres");
            Path configuration = older.configuration(OlderSource.MODEL, "");
            ServiceProcess refused = start(configuration, settings, "run", "--set", "source.failover=true");
            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(11);
            assertThat(refused.output()).contains("The master is PostgreSQL " + version(jar), "exist since 17");

            ServiceProcess service = start(configuration, settings, "run");
            awaitScraps(service, warehouse, "scrap 20");
            older.inSource("update scrap set note = 'before' where id = 20");
            awaitScraps(service, warehouse, "before");
            awaitReplayed(older.server(), standby);
            older.server().kill();
            standby.promote();
            FailoverStack.run(
                    standby,
                    "update scrap set note = 'not seen' where id = 20",
                    "update scrap set note = 'after' where id = 20",
                    "delete from scrap where id = 1");

            assertThat(service.exitCode()).as(service.output()).isEqualTo(12);
            assertThat(service.output()).contains("does not exist, but changes up to", "--snapshot-anew");

            ServiceProcess again = start(configuration, settings, "run", "--snapshot-anew");
            awaitScraps(again, warehouse, "after");
            FailoverStack.run(standby, "update scrap set note = 'streamed' where id = 20");
            awaitScraps(again, warehouse, "streamed");
            assertThat(FailoverStack.ask(
                            warehouse,
                            "select string_agg(note, ', ' order by v.load_dts) from vault.sat_scrap_history v join vault.hub_scrap"
                                    + " using (scrap_hk) where id = 20"))
                    .as("history stays, without what only existed between")
                    .isEqualTo("scrap 20, before, after, streamed");
            ServiceProcess verify = start(configuration, settings, "verify", "--wait", "60");
            assertThat(verify.exitCode()).as(verify.output()).isZero();
            assertThat(again.terminate()).as(again.output()).isZero();
        }
    }

    private static ServiceProcess start(Path configuration, List<String> settings, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(settings);
        return ServiceProcess.start(configuration, all.toArray(String[]::new));
    }

    private static void awaitScraps(ServiceProcess service, PostgresServer warehouse, String note) {
        String live = "select note from vault.sat_scrap_current join vault.hub_scrap using (scrap_hk) where id = 20";
        if (!Await.within(PATIENCE, () -> isShown(warehouse, live, note))) {
            throw new AssertionError("The vault does not show \"" + note + "\": " + service.output());
        }
    }

    private static boolean isShown(PostgresServer warehouse, String sql, String note) {
        try {
            return FailoverStack.ask(warehouse, sql).equals(note);
        } catch (AssertionError beforeTheFirstLoad) {
            return false;
        }
    }

    private static void awaitReplayed(PostgresServer master, PostgresServer standby) throws SQLException {
        String written = FailoverStack.ask(master, "select pg_current_wal_lsn()");
        Await.until("the standby has caught up", PATIENCE, () -> FailoverStack.ask(
                        standby, "select pg_last_wal_replay_lsn() >= '" + written + "'")
                .equals("t"));
    }

    private static int version(Path jar) {
        return Integer.parseInt(jar.getFileName().toString().replaceAll("\\D", ""));
    }
}

package io.cdcvault.airline.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.BookingsSchema;
import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class TrafficIT {

    private static final int ROWS = 3_000;
    private static final int TRANSACTIONS = 1_500;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void sameSeedGivesTheSameRows() throws SQLException {
        Map<String, String> first = digestsAfter(TrafficPlan.of(7, 3, TRANSACTIONS));
        Map<String, String> second = digestsAfter(TrafficPlan.of(7, 3, TRANSACTIONS));
        Map<String, String> other = digestsAfter(TrafficPlan.of(8, 3, TRANSACTIONS));

        assertThat(second).isEqualTo(first);
        assertThat(other.get("tickets")).isNotEqualTo(first.get("tickets"));
    }

    @Test
    void startingSetIsLoadedOnceAndAboutAsBigAsAsked() throws SQLException {
        try (PostgresServer master = master();
                Connection connection = master.connect()) {
            assertThat(new DemoData(10_000, 1).loadIfMissing(connection)).isBetween(8_500, 11_500);
            assertThat(new DemoData(10_000, 1).loadIfMissing(connection)).isZero();
        }
    }

    @Test
    void trafficGoesOnWhereItLeftAndNextToOtherTraffic() throws SQLException {
        try (PostgresServer master = loadedMaster()) {
            Traffic other = new Traffic(url(master), TrafficPlan.endless(1, 2));
            CompletableFuture<Tally> others = CompletableFuture.supplyAsync(other::play);

            Tally once = new Traffic(url(master), TrafficPlan.of(1, 2, 300)).play();
            Tally again = new Traffic(url(master), TrafficPlan.of(1, 2, 300)).play();
            other.stop();

            assertThat(once.played()).isEqualTo(300);
            assertThat(again.played()).isEqualTo(300);
            assertThat(once.disturbed() + again.disturbed() + others.join().disturbed())
                    .isZero();
        }
    }

    @Test
    void trafficOutlivesAKillOfTheMaster() throws SQLException {
        try (PostgresServer master = loadedMaster()) {
            Traffic traffic = new Traffic(url(master), TrafficPlan.endless(1, 2));
            CompletableFuture<Tally> playing = CompletableFuture.supplyAsync(traffic::play);
            awaitPlayed(traffic, 50);

            master.kill();
            master.start();

            awaitPlayed(traffic, traffic.tally().played() + 50);
            traffic.stop();
            assertThat(playing.join().disturbed()).isPositive();
        }
    }

    private static void awaitPlayed(Traffic traffic, long count) {
        Await.until(
                count + " transactions are played", LIMIT, () -> traffic.tally().played() >= count);
    }

    private static Map<String, String> digestsAfter(TrafficPlan plan) throws SQLException {
        try (PostgresServer master = loadedMaster()) {
            Tally tally = new Traffic(url(master), plan).play();
            assertThat(tally.played()).isEqualTo(TRANSACTIONS);
            assertThat(tally.disturbed()).isZero();
            return digests(master);
        }
    }

    private static PostgresServer loadedMaster() throws SQLException {
        PostgresServer master = master();
        try (Connection connection = master.connect()) {
            new DemoData(ROWS, 1).loadIfMissing(connection);
        }
        return master;
    }

    private static PostgresServer master() throws SQLException {
        PostgresServer master = PostgresServer.temporary();
        try (Connection connection = master.connect()) {
            BookingsSchema.createIfMissing(connection);
        }
        return master;
    }

    private static Map<String, String> digests(PostgresServer master) throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        try (Connection connection = master.connect();
                Statement statement = connection.createStatement()) {
            for (String table : BookingsSchema.TABLES) {
                String digest = "select md5(string_agg(t::text, '|' order by t::text)) from " + table + " t";
                try (ResultSet rows = statement.executeQuery(digest)) {
                    rows.next();
                    digests.put(table, rows.getString(1));
                }
            }
        }
        return digests;
    }

    private static String url(PostgresServer master) {
        return master.jdbcUrl() + "?user=" + master.user();
    }
}

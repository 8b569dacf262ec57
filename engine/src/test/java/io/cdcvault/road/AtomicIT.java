package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who reads the vault while it is loaded sees whole source transactions, whatever their size. */
final class AtomicIT {

    private static final int WRITERS = 4;
    private static final int MOVES = 80;
    /** So that readers look between two loads: a writer at full speed is loaded as a whole. */
    private static final long NANOS_BETWEEN_MOVES = 20_000_000;

    private static final int HUGE = 300_000;

    @Test
    void readerNeverSeesHalfATransactionComingFromTheTopics() throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            neverSeesHalfATransaction(stack, ServiceProcess.configuration(stack), HUGE);
        }
    }

    @Test
    void readerNeverSeesHalfATransactionComingStraightFromTheCapture() throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            neverSeesHalfATransaction(stack, ServiceProcess.configurationWithoutKafka(stack), HUGE / 10);
        }
    }

    private static void neverSeesHalfATransaction(LocalStack stack, Path configuration, int rows) throws Exception {
        Road road = new Road(stack);
        road.onMaster("insert into bookings select 'M0000' || n, now(), 1000 from generate_series(0, 9) n");
        ServiceProcess service = ServiceProcess.start(
                // It works for minutes.
                List.of("-XX:TieredStopAtLevel=4"), configuration, "run", "--set", "load.batch-rows=5000");
        try (MoneyReader reader = MoneyReader.start(stack.dwh(), rows)) {
            await("the accounts to be loaded", service, () -> reader.hasSeenMoney());
            moveMoney(stack, 1);
            road.onMaster(
                    "update bookings set total_amount = total_amount - 1 where book_ref = 'M00000'",
                    "insert into bookings select 'Z' || lpad(to_hex(n), 5, '0'), now(), n from generate_series(0, "
                            + (rows - 1) + ") n",
                    "update bookings set total_amount = total_amount + 1 where book_ref = 'M00001'");
            moveMoney(stack, 2);
            await("the huge transaction to be loaded", service, () -> reader.hasSeenHugeTransaction());
            await("the last money to have moved", service, () -> accounts(road).equals(accounts(stack)));

            assertThat(reader.halves()).isEmpty();
            assertThat(reader.distinctStates())
                    .as("the reader looked while money moved")
                    .isGreaterThan(5);
        }
        assertThat(service.terminate()).as(service.output()).isZero();
        assertThat(road.inVault("select count(*), sum(total_amount) from vault.sat_booking_current where is_live"))
                .containsExactly((rows + 10) + " " + (10_000 + (rows - 1L) * rows / 2) + ".00");
        try (Connection vault = stack.dwh().connect("dwh")) {
            // The one query that follows must not be planned for the few rows that there were before.
            vault.createStatement().execute("analyze vault.sat_booking, vault.sts_booking");
        }
        assertEveryMomentOfThePastIsWhole(road);
    }

    /** Several transactions share a batch; each has a load date of its own. */
    private static void assertEveryMomentOfThePastIsWhole(Road road) throws SQLException {
        assertThat(road.inVault(
                        """
                        select count(*) > 100, min(total), max(total)
                        from (select distinct s.load_dts from vault.sat_booking s join vault.hub_booking h
                              using (booking_hk) where h.book_ref like 'M%') as moment
                        cross join lateral (
                          select sum(total_amount) as total from vault.sat_booking_as_of(moment.load_dts)
                          where booking_hk = any ("""
                                + MoneyReader.ACCOUNTS + ")) as past"))
                .containsExactly("t 10000.00 10000.00");
    }

    private static String accounts(Road road) {
        try {
            return road.inVault(
                            "select string_agg(total_amount::text, ' ' order by book_ref) from vault.sat_booking_current"
                                    + " join vault.hub_booking using (booking_hk) where book_ref like 'M%'")
                    .get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String accounts(LocalStack stack) {
        try (Connection master = stack.master().connect();
                ResultSet row = master.createStatement()
                        .executeQuery("select string_agg(total_amount::text, ' ' order by book_ref) from bookings"
                                + " where book_ref like 'M%'")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void moveMoney(LocalStack stack, int seed) {
        IntStream.range(0, WRITERS)
                .mapToObj(
                        writer -> CompletableFuture.runAsync(() -> moveMoney(stack, new Random(seed * 100L + writer))))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static void moveMoney(LocalStack stack, Random random) {
        try (Connection master = stack.master().connect();
                PreparedStatement add = master.prepareStatement(
                        "update bookings set total_amount = total_amount + ? where book_ref = ('M0000' || ?)::char(6)")) {
            master.setAutoCommit(false);
            for (int i = 0; i < MOVES; i++) {
                int amount = random.nextInt(200) - 100;
                // Always the lesser one first, so that no two wait for each other.
                int one = random.nextInt(9);
                int other = one + 1 + random.nextInt(9 - one);
                add(add, amount, one);
                add(add, -amount, other);
                master.commit();
                LockSupport.parkNanos(NANOS_BETWEEN_MOVES);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(PreparedStatement add, int amount, int account) throws SQLException {
        add.setInt(1, amount);
        add.setInt(2, account);
        add.executeUpdate();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, ServiceProcess service, Condition condition) {
        if (!Await.within(Duration.ofMinutes(5), () -> condition.holds() || !service.isAlive()) || !service.isAlive()) {
            throw new AssertionError("Waited in vain for " + what + ": " + service.output());
        }
    }
}

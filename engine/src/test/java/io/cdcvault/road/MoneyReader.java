package io.cdcvault.road;

import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the current views in a loop, as a report would: the sum of ten accounts that only pay one another, and the
 * first, middle and last row of a huge transaction.
 */
final class MoneyReader implements AutoCloseable {

    static final String ACCOUNTS = keys(IntStream.range(0, 10).mapToObj(n -> "M0000" + n));

    private static final String ALL_MONEY = "10000.00";
    private static final int LANDMARKS = 3;

    private final String sql;
    private final Thread thread = new Thread(this::readAll, "reader");
    private final Set<String> halves = new ConcurrentSkipListSet<>();
    private final Set<String> states = new ConcurrentSkipListSet<>();
    private final PostgresServer dwh;
    private volatile boolean stopped;
    private volatile boolean money;
    private volatile boolean hugeTransaction;

    private MoneyReader(PostgresServer dwh, int hugeRows) {
        this.dwh = dwh;
        String landmarks = keys(Stream.of(0, hugeRows / 2, hugeRows - 1).map("Z%05x"::formatted));
        this.sql = "select coalesce(sum(total_amount) filter (where account), 0)::numeric(12, 2),"
                + " count(*) filter (where not account),"
                + " string_agg(total_amount::text, ' ' order by booking_hk) filter (where account)\n"
                + "from (select *, booking_hk = any (" + ACCOUNTS + ") as account from vault.sat_booking_current"
                + " where booking_hk = any (" + ACCOUNTS + " || " + landmarks + ") and is_live) as seen";
    }

    static MoneyReader start(PostgresServer dwh, int hugeRows) {
        MoneyReader reader = new MoneyReader(dwh, hugeRows);
        reader.thread.start();
        return reader;
    }

    /** What was seen and never was. */
    Set<String> halves() {
        return halves;
    }

    int distinctStates() {
        return states.size();
    }

    boolean hasSeenMoney() {
        return money;
    }

    boolean hasSeenHugeTransaction() {
        return hugeTransaction;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAll() {
        while (!stopped) {
            try (Connection connection = dwh.connect();
                    Statement statement = connection.createStatement()) {
                Await.until("nobody wants to know any more", Duration.ofHours(1), () -> stopped || !read(statement));
            } catch (SQLException e) {
                halves.add(e.toString());
                return;
            }
        }
    }

    /** Returns whether it could be read. */
    private boolean read(Statement statement) {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            seen(row.getString(1), row.getInt(2), String.valueOf(row.getString(3)));
            return true;
        } catch (SQLException e) {
            // Until the vault is made there is nothing to read.
            if (money) {
                halves.add(e.toString());
            }
            return false;
        }
    }

    private void seen(String total, int landmarks, String state) {
        // The rows of a snapshot come one after the other.
        money |= total.equals(ALL_MONEY);
        hugeTransaction |= landmarks == LANDMARKS;
        states.add(state);
        if ((money && !total.equals(ALL_MONEY)) || landmarks % LANDMARKS != 0) {
            halves.add("total " + total + ", " + landmarks + " landmarks");
        }
    }

    private static String keys(Stream<String> bookings) {
        return bookings.map(booking -> "decode(md5('" + booking.toUpperCase(java.util.Locale.ROOT) + "'), 'hex')")
                .collect(Collectors.joining(", ", "array[", "]"));
    }
}

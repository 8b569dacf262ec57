package io.cdcvault.road;

import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Writers of audited transactions, each a connection that is made again whenever the master was away. */
final class AuditedWriters {

    /** One less is the highest number of an owner; 0 stands for none. */
    static final int OWNERS = 50;

    private static final int WRITERS = 2;
    private static final int MOST_MOVES = 8;
    private static final int BULK_ONCE_IN = 1_000;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(160);

    /** Away, shutting down, or a table that a fault has taken away for a moment. */
    private static final Set<String> EXPECTED = Set.of("08", "57", "25", "55", "40");

    /** No such table, no such partition. */
    private static final Set<String> TAKEN_AWAY = Set.of("42P01", "23514");

    private final Supplier<PostgresServer> master;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    private volatile boolean resting;

    /** @param master at the time it is asked for */
    AuditedWriters(Supplier<PostgresServer> master) {
        this.master = master;
    }

    /** Mentions each owner for the first time, then writes until stopped. */
    void start(long seed) throws SQLException {
        try (Connection connection = master.get().connect()) {
            Set<AuditedTable> one = EnumSet.of(AuditedTable.WHOLE);
            AuditedTransaction.commit(connection, one, "every owner", AuditedWriters::insertOwners);
        }
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> write(random), "audited-writer-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    /** One row for each owner. */
    static void insertOwners(Connection master) throws SQLException {
        AuditSchema.execute(
                master,
                List.of("insert into audit.whole select -i, i, 'owner', 'small', 0 from generate_series(1, "
                        + (OWNERS - 1) + ") i"));
    }

    /** Writes nothing until further notice: services that are far behind on a slow machine come nearer. */
    void rest(boolean isResting) {
        resting = isResting;
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        requireGood();
    }

    /** Fails when a writer has failed. */
    void requireGood() {
        if (!failures.isEmpty()) {
            throw new AssertionError("An audited writer failed", failures.peek());
        }
    }

    private void write(Random random) {
        while (!stopped && failures.isEmpty()) {
            try (Connection connection = master.get().connect()) {
                while (!stopped) {
                    if (!resting) {
                        transaction(connection, random);
                    }
                    pause(LONGEST_PAUSE.multipliedBy(random.nextInt(100)).dividedBy(100));
                }
            } catch (SQLException e) {
                if (!isExpected(e)) {
                    failures.add(e);
                }
                pause(LONGEST_PAUSE);
            } catch (RuntimeException masterIsAway) {
                pause(LONGEST_PAUSE);
            }
        }
    }

    private void transaction(Connection connection, Random random) throws SQLException {
        List<AuditedTable> tables = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            tables.add(AuditedTable.ALL.get(random.nextInt(AuditedTable.ALL.size())));
        }
        if (random.nextInt(BULK_ONCE_IN) == 0) {
            AuditedTransaction.commit(
                    connection, tables, "bulk", all -> AuditedMove.inBulk(tables.get(0), all, random));
        } else if (random.nextInt(12) == 0) {
            AuditedTransaction.rollBack(connection, tables, all -> moves(tables, all, random));
        } else {
            AuditedTransaction.commit(connection, tables, "moves", all -> moves(tables, all, random));
        }
    }

    private static void moves(List<AuditedTable> tables, Connection connection, Random random) throws SQLException {
        for (int i = 0; i <= random.nextInt(MOST_MOVES); i++) {
            AuditedTable table = tables.get(random.nextInt(tables.size()));
            if (random.nextInt(6) == 0) {
                Savepoint undone = connection.setSavepoint();
                AuditedMove.any(table, random).on(table, connection, random);
                connection.rollback(undone);
            }
            AuditedMove.any(table, random).on(table, connection, random);
        }
    }

    private static boolean isExpected(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return TAKEN_AWAY.contains(state) || EXPECTED.contains(state.substring(0, 2));
    }

    private void pause(Duration pause) {
        Await.within(pause, () -> stopped);
    }
}

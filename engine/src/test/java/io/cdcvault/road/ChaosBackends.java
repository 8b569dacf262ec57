package io.cdcvault.road;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;

/** Single processes of a PostgreSQL server that are ended by an administrator, or frozen. */
final class ChaosBackends {

    private static final int TIMES = 12;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

    private static final String TERMINATE_WALSENDERS =
            "select pg_terminate_backend(active_pid) from pg_replication_slots where active_pid is not null";

    private ChaosBackends() {}

    static void terminateWalsendersInSmallTransactions(ChaosRoad road, Random random) throws SQLException {
        terminateWalsenders(road, random);
    }

    /** While it is decoded and sent, which takes some seconds. */
    static void terminateWalsendersInLargeTransaction(ChaosRoad road, Random random) throws SQLException {
        AuditedTable table = AuditedTable.ALL.get(random.nextInt(AuditedTable.ALL.size()));
        try (Connection master = road.stack().master().connect()) {
            AuditedTransaction.commit(
                    master, EnumSet.of(table), "large", all -> AuditedMove.inBulk(table, all, random));
        }
        terminateWalsenders(road, random);
    }

    private static void terminateWalsenders(ChaosRoad road, Random random) throws SQLException {
        for (int i = 0; i < TIMES; i++) {
            road.onMaster(TERMINATE_WALSENDERS);
            ChaosServers.aWhile(LONGEST_PAUSE, random);
        }
    }

    static void terminateInWarehouse(ChaosRoad road, Random random) throws SQLException {
        for (int i = 0; i < TIMES; i++) {
            try (Connection warehouse = road.stack().dwh().connect();
                    Statement statement = warehouse.createStatement()) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                        + road.any(random).place() + "'");
            }
            ChaosServers.aWhile(LONGEST_PAUSE, random);
        }
    }

    static void freezeWalsender(ChaosRoad road, Random random) throws SQLException {
        try (Connection master = road.stack().master().connect();
                Statement statement = master.createStatement();
                ResultSet walsender = statement.executeQuery(
                        "select active_pid from pg_replication_slots where active_pid is not null order by random()")) {
            if (walsender.next()) {
                ProcessHandle.of(walsender.getLong(1)).ifPresent(process -> ChaosServers.freeze(process, random));
            }
        }
    }
}

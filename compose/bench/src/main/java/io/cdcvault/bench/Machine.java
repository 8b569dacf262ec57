package io.cdcvault.bench;

import java.sql.Connection;
import java.sql.SQLException;

/** What the benchmark ran on, in one line. */
final class Machine {

    private Machine() {}

    static String of(Connection master) throws SQLException {
        return "%d cores, %s %s, Java %s, PostgreSQL %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version().toString(),
                        master.getMetaData().getDatabaseProductVersion());
    }
}

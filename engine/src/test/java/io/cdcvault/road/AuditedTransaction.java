package io.cdcvault.road;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;

/**
 * A transaction with a number. It holds a lock for each audited table that it touches until it has committed, and takes
 * its number after the locks: so for each table the order of the numbers is the order of the commits.
 */
final class AuditedTransaction {

    private static final int TABLE_LOCKS = 0x0cdd;

    private AuditedTransaction() {}

    /** What is done in it. */
    @FunctionalInterface
    interface Work {
        void in(Connection master) throws SQLException;
    }

    /** Commits and returns the number. */
    static long commit(Connection master, Collection<AuditedTable> tables, String what, Work work) throws SQLException {
        long number = begin(master, tables, what);
        work.in(master);
        master.commit();
        return number;
    }

    /** Does the same and rolls it back. */
    static void rollBack(Connection master, Collection<AuditedTable> tables, Work work) throws SQLException {
        begin(master, tables, "rolled back");
        work.in(master);
        master.rollback();
    }

    private static long begin(Connection master, Collection<AuditedTable> tables, String what) throws SQLException {
        master.setAutoCommit(false);
        // A set of an enum is in order, and so locks do not wait for one another in a circle.
        for (AuditedTable table : EnumSet.copyOf(tables)) {
            ask(master, "select pg_advisory_xact_lock(" + TABLE_LOCKS + ", hashtext('" + table.word() + "'))::text");
        }
        long number = Long.parseLong(ask(master, "select nextval('audit.number')"));
        ask(master, "select set_config('audit.number', '" + number + "', true)");
        try (PreparedStatement insert = master.prepareStatement("insert into audit.transaction values (?, ?)")) {
            insert.setLong(1, number);
            insert.setString(2, what);
            insert.execute();
        }
        return number;
    }

    private static String ask(Connection master, String sql) throws SQLException {
        try (ResultSet answer = master.createStatement().executeQuery(sql)) {
            answer.next();
            return String.valueOf(answer.getString(1));
        }
    }
}

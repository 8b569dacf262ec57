package io.cdcvault.road;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One thing that an audited transaction does to one table. {@code -Dchaos.without=shift_keys,…} leaves some out. */
enum AuditedMove {
    INSERT(12),
    UPDATE(12),
    /** Leaves the large value as it is, which is then not in the log. */
    TOUCH(12),
    /** Writes a large value. */
    ENLARGE(6),
    REOWN(6),
    DELETE(5),
    /** Deletes rows and inserts them again, changed, in one transaction. */
    REPLACE(3),
    MOVE_KEY(3),
    SWAP_KEYS(3) {
        @Override
        boolean suits(AuditedTable table) {
            return table == AuditedTable.SHIFTED || table == AuditedTable.KEYLESS;
        }
    },
    SHIFT_KEYS(3) {
        @Override
        boolean suits(AuditedTable table) {
            return table == AuditedTable.SHIFTED;
        }
    },
    /** A text that the connector itself uses for a large value that was not touched. */
    PLACEHOLDER(2),
    TRUNCATE(1);

    private static final int ROWS = 40;

    private final int weight;

    AuditedMove(int weight) {
        this.weight = weight;
    }

    boolean suits(AuditedTable table) {
        return true;
    }

    static AuditedMove any(AuditedTable table, Random random) {
        List<String> without = Arrays.asList(
                System.getProperty("chaos.without", "").toUpperCase(Locale.ROOT).split(",", -1));
        List<AuditedMove> drawn = new ArrayList<>();
        for (AuditedMove move : values()) {
            for (int i = 0; i < move.weight && move.suits(table) && !without.contains(move.name()); i++) {
                drawn.add(move);
            }
        }
        return drawn.get(random.nextInt(drawn.size()));
    }

    void on(AuditedTable table, Connection master, Random random) throws SQLException {
        Statements statements = new Statements(table, master, random);
        int from = 1 + random.nextInt(ROWS);
        int to = from + random.nextInt(4);
        switch (this) {
            case INSERT -> statements.insert(from, to);
            case UPDATE -> statements.update(from, to, "note = ?", HostileText.any(random));
            case TOUCH -> statements.update(from, to, "n = coalesce(n, 0) + 1");
            case ENLARGE -> statements.update(from, to, "big = " + Statements.LARGE);
            case REOWN ->
                statements.update(from, to, "owner = nullif(" + random.nextInt(AuditedWriters.OWNERS) + ", 0)");
            case DELETE -> statements.delete(from, to);
            case REPLACE -> {
                statements.delete(from, to);
                statements.insert(from, to);
            }
            case MOVE_KEY -> statements.moveKey(from, 1 + random.nextInt(ROWS));
            case SWAP_KEYS -> statements.swapKeys(from, 1 + random.nextInt(ROWS));
            case SHIFT_KEYS -> statements.shiftKeys(ROWS);
            case PLACEHOLDER -> statements.update(from, to, "note = ?", "__debezium_unavailable_value");
            case TRUNCATE -> statements.clear();
        }
    }

    /** Tens of thousands of rows: inserted, or updated and deleted when they are there already. */
    static void inBulk(AuditedTable table, Connection master, Random random) throws SQLException {
        int rows = 10_000 + random.nextInt(30_000);
        Statements statements = new Statements(table, master, random);
        int inserted = statements.insert(1_000_001, 1_000_000 + rows);
        if (inserted < rows / 2) {
            statements.update(1_000_001, 1_000_000 + rows, "n = coalesce(n, 0) + 1");
            statements.delete(1_005_001, 1_000_000 + 2 * rows);
        }
    }

    /** Statements about the rows of certain numbers. */
    private record Statements(AuditedTable table, Connection master, Random random) {

        private static final String LARGE = "(select string_agg(md5(random()::text), '') from generate_series(1, 100))";

        int insert(int from, int to) throws SQLException {
            String large = to - from < ROWS && random.nextInt(4) == 0 ? LARGE : "'small'";
            return run(
                    "insert into " + table.relation() + " (" + table.keyColumns() + ", owner, note, big, n) select "
                            + table.keyValues() + ", nullif(i % " + AuditedWriters.OWNERS + ", 0), ?, " + large + ", i"
                            + " from generate_series(" + from + ", " + to + ") i where not exists (select from "
                            + table.relation() + " t where " + table.isNumber() + ")",
                    HostileText.any(random));
        }

        void update(int from, int to, String what, @Nullable String... values) throws SQLException {
            run("update " + table.relation() + " t set " + what + among(from, to), values);
        }

        void delete(int from, int to) throws SQLException {
            run("delete from " + table.relation() + " t" + among(from, to));
        }

        void moveKey(int from, int to) throws SQLException {
            run("update " + table.relation() + " t set (" + table.keyColumns() + ") = (select " + table.keyValues()
                    + " from (values (" + to + ")) v (i))" + among(from, from) + " and not exists (select from "
                    + table.relation() + " t, (values (" + to + ")) v (i) where " + table.isNumber() + ")");
        }

        void swapKeys(int one, int other) throws SQLException {
            String key = table.keys().get(0).column();
            run("update " + table.relation() + " set " + key + " = case " + key + " when " + one + " then " + other
                    + " else " + one + " end where " + key + " in (" + one + ", " + other + ")");
        }

        void shiftKeys(int most) throws SQLException {
            run("delete from " + table.relation() + " where id between " + most + " and 1000000");
            run("update " + table.relation() + " set id = id + 1 where id <= " + most);
        }

        /** A truncate rewrites each partition, so that each service reads the whole table again: mostly without. */
        void clear() throws SQLException {
            boolean isTruncated = table != AuditedTable.PARTITIONED || random.nextInt(100) == 0;
            run((isTruncated ? "truncate " : "delete from ") + table.relation());
        }

        int run(String sql, @Nullable String... values) throws SQLException {
            try (PreparedStatement statement = master.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setString(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        }

        private String among(int from, int to) {
            return " where exists (select from generate_series(" + from + ", " + to + ") i where " + table.isNumber()
                    + ")";
        }
    }
}

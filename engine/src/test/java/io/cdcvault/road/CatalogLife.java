package io.cdcvault.road;

import static io.cdcvault.road.LivingTable.quoted;

import io.cdcvault.road.LivingTable.LivingColumn;
import io.cdcvault.road.LivingTable.Reference;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Random rows in the tables that a catalog shows at the moment: inserts, updates of any column, deletes, truncates,
 * some of them rolled back, a few to a transaction. What a constraint of the source forbids does not happen.
 */
final class CatalogLife {

    /** Of data and constraints, of what refers to a row or table, and of what a server does not do at all. */
    private static final List<String> FORBIDDEN = List.of("22", "23", "2B", "0A");

    private final Connection connection;
    private final Random random;
    private final RandomValues values;

    CatalogLife(Connection connection, Random random, RandomValues values) {
        this.connection = connection;
        this.random = random;
        this.values = values;
    }

    /** So many rows in each of the tables, as far as they refer to rows that are there. */
    void fill(List<LivingTable> tables, int rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int turn = 0; turn < rows; turn++) {
                for (LivingTable table : tables) {
                    attempt(statement, insert(table));
                }
            }
            connection.commit();
        }
    }

    /** So many changes of any of the tables. */
    void live(List<LivingTable> tables, int changes) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < changes; i++) {
                change(statement, tables.get(random.nextInt(tables.size())));
                int end = random.nextInt(40);
                if (end < 10) {
                    connection.commit();
                } else if (end == 10) {
                    connection.rollback();
                }
            }
            connection.commit();
        }
    }

    private void change(Statement statement, LivingTable table) throws SQLException {
        int kind = random.nextInt(100);
        if (kind < 40) {
            attempt(statement, insert(table));
        } else if (kind < 80) {
            attempt(statement, update(table));
        } else if (kind < 97) {
            attempt(statement, "delete from " + table.sql() + " where " + some(table, 1 + random.nextInt(2)));
        } else if (kind < 99) {
            attempt(statement, refilled(table));
        } else {
            attempt(statement, "truncate " + table.sql() + (random.nextInt(10) == 0 ? " cascade" : ""));
        }
    }

    private void attempt(Statement statement, String sql) throws SQLException {
        var before = connection.setSavepoint();
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            if (!FORBIDDEN.contains(String.valueOf(e.getSQLState()).substring(0, 2))) {
                throw new SQLException(e.getMessage() + " in " + sql, e.getSQLState(), e);
            }
            connection.rollback(before);
        }
    }

    /** Other columns of the row stay at their defaults, sometimes. */
    String insert(LivingTable table) {
        return insert(table, table.sql(), "", "");
    }

    /**
     * An insert into a table that has the columns of another.
     *
     * @param fixed a column whose value is given
     */
    String insert(LivingTable shape, String into, String fixed, String value) {
        List<String> columns = new ArrayList<>();
        List<String> given = new ArrayList<>();
        StringBuilder from = new StringBuilder("(select 1) as one");
        Set<String> done = new HashSet<>();
        if (!fixed.isEmpty()) {
            columns.add(quoted(fixed));
            given.add(value);
            done.add(fixed);
        }
        int joined = 0;
        for (Reference reference : shape.references()) {
            boolean isPossible = reference.columns().stream().allMatch(done::add);
            boolean isLeftOut = reference.columns().stream()
                            .noneMatch(column -> shape.column(column).isNotNull())
                    && random.nextInt(4) == 0;
            if (isPossible && !isLeftOut) {
                String alias = "r" + joined++;
                from.append(" left join lateral (")
                        .append(anyOf(reference))
                        .append(") as ")
                        .append(alias)
                        .append(" on true");
                for (int i = 0; i < reference.columns().size(); i++) {
                    columns.add(quoted(reference.columns().get(i)));
                    given.add(alias + "." + quoted(reference.targetColumns().get(i)));
                }
            }
        }
        for (LivingColumn column : shape.columns()) {
            boolean isDefault = column.hasDefault() && random.nextBoolean();
            if (column.isAssignable() && !isDefault && done.add(column.name())) {
                columns.add(quoted(column.name()));
                given.add(values.of(column));
            }
        }
        return "insert into " + into
                + (columns.isEmpty()
                        ? " default values"
                        : " (" + String.join(", ", columns) + ") select " + String.join(", ", given) + " from " + from);
    }

    private String update(LivingTable table) {
        List<String> settings = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            LivingColumn column =
                    table.columns().get(random.nextInt(table.columns().size()));
            Reference reference = table.references().stream()
                    .filter(each -> each.columns().contains(column.name()))
                    .findFirst()
                    .orElse(null);
            if (reference != null && reference.columns().stream().noneMatch(done::contains)) {
                done.addAll(reference.columns());
                settings.add("(" + list(reference.columns()) + ") = (" + anyOf(reference) + ")");
            } else if (reference == null && column.isAssignable() && done.add(column.name())) {
                settings.add(quoted(column.name()) + " = " + values.of(column));
            }
        }
        return settings.isEmpty()
                ? insert(table)
                : "update " + table.sql() + " set " + String.join(", ", settings) + " where "
                        + some(table, 1 + random.nextInt(3));
    }

    /** All rows away, and some of them there again, in one transaction. */
    private String refilled(LivingTable table) {
        String kept = "kept_" + random.nextInt(Integer.MAX_VALUE);
        String columns = table.columns().stream()
                .filter(column -> column.generated().isEmpty())
                .map(column -> quoted(column.name()))
                .collect(Collectors.joining(", "));
        return "create temporary table " + kept + " on commit drop as select * from " + table.sql() + "; truncate "
                + table.sql() + "; insert into " + table.sql() + " (" + columns + ") overriding system value select "
                + columns + " from " + kept + " limit 5";
    }

    /** Picked by their content, so that the same seed picks the same. */
    private String some(LivingTable table, int most) {
        return "(tableoid, ctid) in (select tableoid, ctid from " + table.sql() + " as t order by md5(t::text || '"
                + random.nextInt() + "') limit " + most + ")";
    }

    private String anyOf(Reference reference) {
        return "select " + list(reference.targetColumns()) + " from " + quoted(reference.target())
                + " as t order by md5(t::text || '" + random.nextInt() + "') limit 1";
    }

    private static String list(List<String> columns) {
        return columns.stream().map(LivingTable::quoted).collect(Collectors.joining(", "));
    }
}

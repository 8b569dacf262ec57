package io.cdcvault.road;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes changes of some kinds in any order. What a constraint of the source forbids does not happen. */
final class RandomLife {

    /** Of constraints and data, which a random statement may break. */
    private static final List<String> FORBIDDEN = List.of("23", "22");

    private final Connection connection;
    private final Random random;
    private final List<String> statements;

    RandomLife(Connection connection, long seed, List<String> statements) {
        this.connection = connection;
        this.random = new Random(seed);
        this.statements = List.copyOf(statements);
    }

    /** Statements of a script, each ended by a semicolon at the end of a line. */
    static List<String> statements(String script) {
        return Arrays.stream(script.split(";\n"))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }

    /** Each of the statements once, then some; a few to a transaction. */
    void live(int more) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select setseed(0.5)");
            connection.setAutoCommit(false);
            for (String sql : statements) {
                attempt(statement, sql);
            }
            connection.commit();
            for (int i = 0; i < more; i++) {
                attempt(statement, statements.get(random.nextInt(statements.size())));
                if (random.nextInt(4) == 0) {
                    connection.commit();
                }
            }
            connection.commit();
        }
    }

    private void attempt(Statement statement, String sql) throws SQLException {
        var before = connection.setSavepoint();
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            if (!FORBIDDEN.contains(String.valueOf(e.getSQLState()).substring(0, 2))) {
                throw e;
            }
            connection.rollback(before);
        }
    }
}

package io.cdcvault.load.staging;

import io.cdcvault.load.plan.Staging;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines that a staging table does not take, all of them at once, and the column at fault. The server assigns
 * each value to its column, in a function of the session's own: so nothing depends on the words of a message, and a
 * line that it refuses costs hardly more than one that it takes.
 */
final class ValueCheck {

    private static final int LINES = 2_000;
    private static final int CHARACTERS = 4_000_000;

    private final Connection connection;
    private final Staging staging;

    ValueCheck(Connection connection, Staging staging) {
        this.connection = connection;
        this.staging = staging;
    }

    /**
     * Why lines cannot be staged, by their index.
     *
     * @param lines of all the same length, without {@link #isUnfit} values
     */
    Map<Integer, String> problems(List<List<@Nullable String>> lines) throws SQLException {
        createFunction();
        Map<Integer, String> problems = new HashMap<>();
        int from = 0;
        while (from < lines.size()) {
            int to = end(lines, from);
            check(lines.subList(from, to), from, problems);
            from = to;
        }
        return problems;
    }

    /** Whether no text of PostgreSQL can hold a value: U+0000, or half a character. */
    static boolean isUnfit(@Nullable String value) {
        if (value == null) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == 0) {
                return true;
            }
            if (Character.isSurrogate(character)) {
                if (!isPair(value, i)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    static boolean isPair(String value, int index) {
        return index + 1 < value.length() && Character.isSurrogatePair(value.charAt(index), value.charAt(index + 1));
    }

    private static int end(List<List<@Nullable String>> lines, int from) {
        int end = from;
        long characters = 0;
        while (end < lines.size() && end - from < LINES && (end == from || characters < CHARACTERS)) {
            for (String value : lines.get(end)) {
                characters += value == null ? 0 : value.length();
            }
            end++;
        }
        return end;
    }

    private void check(List<List<@Nullable String>> lines, int first, Map<Integer, String> problems)
            throws SQLException {
        Array values = connection.createArrayOf(
                "text", lines.stream().map(line -> line.toArray(new String[0])).toArray());
        try (PreparedStatement statement = connection.prepareStatement(staging.checkStatement())) {
            statement.setArray(1, values);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    problems.put(
                            first + row.getInt(1) - 1, row.getString(3) + " (" + assigned(row.getInt(2) - 1) + ")");
                }
            }
        }
    }

    private String assigned(int number) {
        int columns = staging.sourceColumns().size();
        return number < columns
                ? "column " + staging.sourceColumns().get(number).name()
                : "expression " + staging.expressions().get(number - columns);
    }

    private void createFunction() throws SQLException {
        try (PreparedStatement exists = connection.prepareStatement(
                "select 1 from pg_proc where proname = ? and pronamespace = pg_my_temp_schema()")) {
            exists.setString(1, staging.checkName());
            try (ResultSet row = exists.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(staging.checkFunction());
        }
    }
}

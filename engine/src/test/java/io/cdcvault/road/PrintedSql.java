package io.cdcvault.road;

import java.util.ArrayList;
import java.util.List;

/** Takes a printed script apart into its statements, as psql does. */
final class PrintedSql {

    private static final String QUOTE = "$cdc_vault$";

    private PrintedSql() {}

    static String[] statements(List<String> lines) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        boolean quoted = false;
        for (String line : String.join("\n", lines).lines().toList()) {
            if (!quoted && line.startsWith("--")) {
                continue;
            }
            statement.append(line).append('\n');
            int quotes = line.split(java.util.regex.Pattern.quote(QUOTE), -1).length - 1;
            quoted ^= quotes % 2 == 1;
            if (!quoted && line.endsWith(";")) {
                statements.add(statement.toString());
                statement.setLength(0);
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException("Not ended: " + statement);
        }
        return statements.toArray(String[]::new);
    }
}

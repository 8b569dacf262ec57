package io.cdcvault.load.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that reads better as SQL than as jOOQ's calls. Its parts, which jOOQ renders, go by names in braces:
 * {@code {stage}}.
 *
 * <p>Why: docs/decisions/0023-jooq-for-rows-sql-for-windows.md
 */
final class SqlText {

    private static final Pattern PART = Pattern.compile("\\{([a-z_]+)}");

    private final String text;
    private final Map<String, String> parts = new HashMap<>();

    private SqlText(String text) {
        this.text = text;
    }

    static SqlText of(String text) {
        return new SqlText(text);
    }

    /** @param sql as it shall stand in the statement; names in braces in it are left alone */
    SqlText with(String part, String sql) {
        parts.put(part, sql);
        return this;
    }

    /** @throws IllegalStateException when the text has other parts than were given */
    String sql() {
        Set<String> unused = new HashSet<>(parts.keySet());
        String sql = PART.matcher(text).replaceAll(match -> {
            unused.remove(match.group(1));
            String part = parts.get(match.group(1));
            if (part == null) {
                throw new IllegalStateException("The statement's part " + match.group(1) + " is not given");
            }
            return Matcher.quoteReplacement(part);
        });
        if (!unused.isEmpty()) {
            throw new IllegalStateException("The statement lacks " + unused);
        }
        return sql;
    }
}

package io.cdcvault.schema.reading;

import java.util.Optional;

/** Whether a text could be one SQL expression, as far as that shows without a server. What it means, a server says. */
public final class ExpressionText {

    /** Ends of statements, other forms of quotes, and what JDBC takes for parameters. */
    private static final String REFUSED = ";$?{}";

    private ExpressionText() {}

    /** What is wrong with it, if anything. */
    public static Optional<String> complaint(String sql) {
        int open = 0;
        int at = 0;
        while (at < sql.length() && open >= 0) {
            char letter = sql.charAt(at);
            if (REFUSED.indexOf(letter) >= 0) {
                return complaint(sql, "holds " + letter);
            }
            if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
                return complaint(sql, "holds a comment");
            }
            if (letter == '\'' && at > 0 && isPrefix(sql.charAt(at - 1))) {
                return complaint(sql, "holds a text with a prefix");
            }
            int end = letter == '\'' || letter == '"' ? sql.indexOf(letter, at + 1) : at;
            if (end < 0) {
                return complaint(sql, "lacks the end of " + sql.substring(at));
            }
            open += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            at = end + 1;
        }
        return open == 0 ? Optional.empty() : complaint(sql, "has parentheses that do not match");
    }

    /** As of {@code E'\\''}, whose end is another one. */
    private static boolean isPrefix(char before) {
        return before == '&' || Character.isLetterOrDigit(before);
    }

    private static Optional<String> complaint(String sql, String what) {
        return Optional.of("The expression " + sql + " " + what + ", expected one expression of SQL");
    }
}

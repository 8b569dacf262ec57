package io.cdcvault.load;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The first of some changes that the server, or its input form, did not take.
 *
 * @param index among them, from 0
 */
record Rejection(int index, String reason) {

    /** After the table's name: the line, and the column if there is one. The words are the server's own language. */
    private static final Pattern WHERE = Pattern.compile("\\D*?(\\d+)(?:\\D+? (\\S+?)(?::.*)?)?", Pattern.DOTALL);

    /**
     * Tells which row a failed COPY blames; empty when none is to blame.
     *
     * @param target the table copied into
     */
    static Optional<Rejection> of(SQLException failure, String target) {
        if (!(failure instanceof PSQLException fromServer) || !isAboutAValue(failure)) {
            return Optional.empty();
        }
        ServerErrorMessage message = fromServer.getServerErrorMessage();
        String where = message == null ? null : message.getWhere();
        int begin = where == null ? -1 : where.indexOf(target);
        if (where == null || begin < 0) {
            return Optional.empty();
        }
        Matcher line = WHERE.matcher(where.substring(begin + target.length()));
        if (!line.matches()) {
            return Optional.empty();
        }
        String column = line.group(2) == null ? "" : " (column " + line.group(2) + ")";
        return Optional.of(new Rejection(Integer.parseInt(line.group(1)) - 1, message.getMessage() + column));
    }

    /** Among as many fewer. */
    Rejection minus(int others) {
        return new Rejection(index - others, reason);
    }

    /** Data exceptions, constraints, what triggers raise, and limits of a type. */
    static boolean isAboutAValue(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54") || state.startsWith("P0");
    }
}

package io.cdcvault.database;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a server says of a failure. */
public final class ServerMessage {

    /** As servers quote in the languages that they speak, and as they print bytes. */
    private static final Pattern QUOTED = Pattern.compile(
            "\"[^\"]*(\"|$)|»[^«]*(«|$)|«[^»]*(»|$)|„[^“”]*([“”]|$)|“[^”]*(”|$)|(?<=[\\s(=])'[^']*('|$)|0x[0-9a-f]{2}( 0x[0-9a-f]{2})*",
            Pattern.DOTALL);

    private ServerMessage() {}

    /** Without the details, which may hold values of rows; the driver's own words when the server said nothing. */
    public static String withoutDetails(SQLException failure) {
        ServerErrorMessage fromServer = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        return String.valueOf(fromServer == null ? driversWords(failure) : fromServer.getMessage());
    }

    /** The driver's words say only that it did not work where no server answered. */
    private static String driversWords(SQLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "unknown host " + cause.getMessage();
            }
        }
        return String.valueOf(failure.getMessage());
    }

    /** Without the details, and with each value masked that the message quotes: fit for logs and pages. */
    public static String withoutValues(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        // What a trigger raises is in words of its own.
        return state.startsWith("P0") ? "refused by a trigger or function, SQLSTATE " + state : mask(failure, state);
    }

    /** A text of a server's, without what it quotes. */
    public static String masked(String text) {
        return QUOTED.matcher(text).replaceAll("…");
    }

    private static String mask(SQLException failure, String state) {
        boolean isAboutAValue = state.startsWith("22") || state.startsWith("23");
        String message = withoutDetails(failure);
        return isAboutAValue ? masked(message) + " (SQLSTATE " + state + ")" : message;
    }
}

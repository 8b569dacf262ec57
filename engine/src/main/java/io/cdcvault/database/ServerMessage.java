package io.cdcvault.database;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a server says of a failure. */
public final class ServerMessage {

    private ServerMessage() {}

    /** Without the details, which may hold values of rows; the driver's own words when the server said nothing. */
    public static String withoutDetails(SQLException failure) {
        ServerErrorMessage told = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        String message = told == null ? failure.getMessage() : told.getMessage();
        return String.valueOf(message);
    }
}

package io.cdcvault.load.deadletter;

import java.sql.SQLException;

/** Distinguishes a failure caused by a value from all others, by its SQLSTATE. */
public final class Rejection {

    private Rejection() {}

    /** Data exceptions, constraints, what triggers raise, and limits of a type. */
    public static boolean isAboutAValue(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54") || state.startsWith("P0");
    }
}

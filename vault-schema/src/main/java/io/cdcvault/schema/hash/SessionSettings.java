package io.cdcvault.schema.hash;

import java.util.List;

/**
 * The session settings that the text form of a value depends on, and so every hash; and that a query fails rather than
 * leave out rows that policies hide.
 */
public final class SessionSettings {

    private static final List<String> STATEMENTS = List.of(
            "set TimeZone = 'UTC'",
            "set DateStyle = 'ISO'",
            "set IntervalStyle = 'postgres'",
            "set bytea_output = 'hex'",
            "set extra_float_digits = 1",
            "set lc_monetary = 'C'",
            "set row_security = off");

    private SessionSettings() {}

    /** One {@code set} each; a session that computes hashes runs them all first. */
    public static List<String> statements() {
        return STATEMENTS;
    }
}

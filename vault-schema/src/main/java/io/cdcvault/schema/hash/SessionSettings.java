package io.cdcvault.schema.hash;

import java.util.List;
import java.util.stream.Stream;

/**
 * The session settings that the text form of a value depends on, written or read, and so every hash; and that a query
 * fails rather than leave out rows that policies hide. A role, a database or a server may have set any of them.
 */
public final class SessionSettings {

    private static final List<String> VALUES = List.of(
            "set TimeZone = 'UTC'",
            "set timezone_abbreviations = 'Default'",
            // With the order of day and month, which a text without it leaves as it was.
            "set DateStyle = 'ISO, MDY'",
            "set IntervalStyle = 'postgres'",
            "set bytea_output = 'hex'",
            "set extra_float_digits = 1",
            "set lc_monetary = 'C'",
            "set lc_numeric = 'C'",
            "set lc_time = 'C'",
            "set array_nulls = on",
            "set xmloption = content",
            "set xmlbinary = base64",
            "set quote_all_identifiers = off",
            "set standard_conforming_strings = on",
            "set backslash_quote = safe_encoding",
            "set transform_null_equals = off");

    private static final String FAIL_RATHER_THAN_HIDE = "set row_security = off";

    private SessionSettings() {}

    /** One {@code set} each; a session that computes hashes runs them all first. */
    public static List<String> statements() {
        return Stream.concat(VALUES.stream(), Stream.of(FAIL_RATHER_THAN_HIDE)).toList();
    }

    /** Those that the text of a value depends on, also as they stand in a function's definition. */
    public static List<String> ofValues() {
        return VALUES;
    }
}

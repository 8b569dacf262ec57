package io.cdcvault.database;

import java.util.Optional;
import java.util.Set;

/** What encodings of a database mean for its texts. */
public final class Encodings {

    /** The server converts neither to UTF-8: of the first it does not know what the bytes mean. */
    private static final Set<String> NOT_CONVERTED = Set.of("SQL_ASCII", "MULE_INTERNAL");

    private Encodings() {}

    /** Why texts of a database cannot be read, with the way out; empty when they can. */
    public static Optional<String> refusal(String encoding) {
        return NOT_CONVERTED.contains(encoding)
                ? Optional.of(
                        "the server does not convert its texts to UTF-8. Load a dump into a database of encoding UTF8:"
                                + " create database <name>_utf8 encoding 'UTF8' template template0; then pg_dump"
                                + " --encoding=<what the texts are written in, such as LATIN1> … | psql <name>_utf8")
                : Optional.empty();
    }
}

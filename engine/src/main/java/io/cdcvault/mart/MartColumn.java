package io.cdcvault.mart;

import io.cdcvault.database.Identifiers;

/**
 * A column of a mart's table.
 *
 * @param type as PostgreSQL writes it, with its length or precision
 */
record MartColumn(String name, String type) {

    String quoted() {
        return Identifiers.quoted(name);
    }

    String declaration() {
        return quoted() + " " + type;
    }
}

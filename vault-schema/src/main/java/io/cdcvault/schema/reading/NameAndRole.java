package io.cdcvault.schema.reading;

import java.util.Collection;

/**
 * A vault table's name with the role that a source table gives it, as in {@code hub_airport as departure}.
 *
 * @param role the name itself when the text has no role
 */
record NameAndRole(String name, String role) {

    /**
     * @param word what stands between name and role
     * @param known names that are taken whole, even if they hold the word
     */
    static NameAndRole parse(String text, String word, Collection<String> known) {
        int at = text.lastIndexOf(" " + word + " ");
        if (at < 0 || known.contains(text)) {
            return new NameAndRole(text, text);
        }
        return new NameAndRole(
                text.substring(0, at).strip(),
                text.substring(at + word.length() + 2).strip());
    }

    boolean hasRole() {
        return !name.equals(role);
    }
}

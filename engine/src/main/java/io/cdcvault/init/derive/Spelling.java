package io.cdcvault.init.derive;

import io.cdcvault.schema.model.FittingName;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Words for names of the vault, made of names of the source. */
final class Spelling {

    /** Prefixes, and endings such as {@code _history}, must fit beside it in a name of 63 bytes. */
    static final int LONGEST = 46;

    private static final Set<String> UNCHANGED = Set.of(
            "news", "series", "species", "lens", "gas", "bias", "atlas", "canvas", "always", "sms", "dns", "gps");
    private static final Pattern REFERENCE =
            Pattern.compile("^(?:id|fk)_|_?(?:id|no|nr|code|key|fk|uuid|guid|ref|number)$");

    private Spelling() {}

    /** In lower case with underscores between words; letters of any alphabet stay. Never empty. */
    static String snake(String name) {
        String words = name.replaceAll("(?<=\\p{Ll}|\\d)(?=\\p{Lu})", "_")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "_")
                .replaceAll("^_+|_+$", "");
        return words.isEmpty() ? "x" : words;
    }

    /** What one row of a table is called. */
    static String entity(String table) {
        return FittingName.within(LONGEST, singular(snake(table)));
    }

    /** What a column refers to, by its name; empty when the name has no more than a key's. */
    static String role(String column) {
        String role = REFERENCE.matcher(snake(column)).replaceAll("").replaceAll("^_+|_+$", "");
        return role.isEmpty() ? "" : FittingName.within(LONGEST, role);
    }

    /** Of an English plural; other words stay as they are. */
    private static String singular(String word) {
        String last = word.substring(word.lastIndexOf('_') + 1);
        if (last.length() < 4 || !last.endsWith("s") || last.matches(".*(ss|us|is)") || UNCHANGED.contains(last)) {
            return word;
        }
        if (last.endsWith("ies") && last.length() > 4) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (last.matches(".*(sses|xes|ches|shes|zzes)") || last.matches("(status|bus|bonus|campus|virus)es")) {
            return word.substring(0, word.length() - 2);
        }
        return word.substring(0, word.length() - 1);
    }
}

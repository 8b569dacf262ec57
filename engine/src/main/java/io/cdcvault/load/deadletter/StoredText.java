package io.cdcvault.load.deadletter;

import java.util.Locale;

/** Text in a form that the bookkeeping can hold, with any content. */
public final class StoredText {

    private static final int LONGEST = 8_000;

    private StoredText() {}

    /** With escapes for what no text of PostgreSQL holds, and cut to a length that a person may want to read. */
    public static String of(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
        return cut.indexOf('\0') < 0 ? cut : cut.replace("\0", "\\u0000");
    }

    /** The same, in characters that every encoding of a server has. */
    static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character > 0 && character < 128) {
                ascii.append(character);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            }
        }
        return ascii.toString();
    }
}

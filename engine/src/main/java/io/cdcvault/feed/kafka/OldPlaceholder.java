package io.cdcvault.feed.kafka;

import java.nio.charset.StandardCharsets;

/**
 * What cdc-vault 0.1.0 wrote on the topics for a TOASTed value that a change did not touch: a text that a source may
 * hold too. In transactions of that version it is replaced by the value that stands for it now.
 */
final class OldPlaceholder {

    private static final String OLD = "\"__debezium_unavailable_value\"";
    /** {@link io.cdcvault.change.RowImage#UNAVAILABLE}, as JSON. */
    private static final String NEW = "\"\\u0000(unchanged)\"";

    private OldPlaceholder() {}

    /** @param envelope JSON; returned unchanged when it holds no such value */
    static byte[] replaced(byte[] envelope) {
        // One character for each byte, so that all others stay as they are.
        String json = new String(envelope, StandardCharsets.ISO_8859_1);
        int found = json.indexOf(OLD);
        if (found < 0) {
            return envelope;
        }
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        for (; found >= 0; found = json.indexOf(OLD, found + 1)) {
            if (isValue(json, found)) {
                replaced.append(json, copied, found).append(NEW);
                copied = found + OLD.length();
            }
        }
        return replaced.append(json, copied, json.length()).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether it is a whole string and not a longer one's end, and no column's name. */
    private static boolean isValue(String json, int index) {
        int end = index + OLD.length();
        return !(index > 0 && json.charAt(index - 1) == '\\') && !(end < json.length() && json.charAt(end) == ':');
    }
}

package io.cdcvault.load.staging;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of {@code COPY}: tabs between columns, a newline after each row. */
final class CopyText {

    private final StringBuilder text = new StringBuilder(64 * 1024);
    private boolean inRow;

    CopyText column(@Nullable String value) {
        if (inRow) {
            text.append('\t');
        }
        inRow = true;
        if (value == null) {
            text.append("\\N");
        } else {
            append(value);
        }
        return this;
    }

    void endRow() {
        inRow = false;
        text.append('\n');
    }

    int length() {
        return text.length();
    }

    byte[] toBytes() {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        return bytes;
    }

    /** Most values hold nothing that is written in another way, and are copied at once. */
    private void append(String value) {
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (isWrittenAsItIs(character)) {
                continue;
            }
            text.append(value, copied, i);
            if (Character.isSurrogate(character) && ValueCheck.isPair(value, i)) {
                text.append(character).append(value.charAt(++i));
            } else {
                text.append(escaped(character));
            }
            copied = i + 1;
        }
        if (copied == 0) {
            text.append(value);
        } else {
            text.append(value, copied, value.length());
        }
    }

    private static boolean isWrittenAsItIs(char character) {
        return character > '\\'
                ? !Character.isSurrogate(character)
                : character != '\\' && character != '\t' && character != '\n' && character != '\r';
    }

    private static String escaped(char character) {
        return switch (character) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            // Half a pair: encoded it would be a question mark; the server refuses this one.
            default -> "\0";
        };
    }
}

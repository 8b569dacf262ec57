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

    private void append(String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> {
                    if (!Character.isSurrogate(character)) {
                        text.append(character);
                    } else if (ValueCheck.isPair(value, i)) {
                        text.append(character).append(value.charAt(++i));
                    } else {
                        // Encoded it would be a question mark; the server refuses this one.
                        text.append('\0');
                    }
                }
            }
        }
    }
}

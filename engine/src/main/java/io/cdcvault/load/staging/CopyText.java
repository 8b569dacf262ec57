package io.cdcvault.load.staging;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of {@code COPY}, as UTF-8: tabs between columns, a newline after each row. Written straight
 * into bytes: a text of a batch's length, and copies of it, would be too large for a young generation.
 */
final class CopyText {

    private static final int SMALLEST = 8 * 1024;
    /** Bytes of the longest form that one character takes: a letter of three bytes. */
    private static final int LONGEST = 3;

    private static final int MOST_SPARE = 128 * 1024;

    private static final byte[] NULL = {'\\', 'N'};

    private byte[] bytes = new byte[SMALLEST];
    private int length;
    private boolean inRow;

    CopyText column(@Nullable String value) {
        if (inRow) {
            put('\t');
        }
        inRow = true;
        if (value == null) {
            put(NULL);
        } else {
            append(value);
        }
        return this;
    }

    void endRow() {
        inRow = false;
        put('\n');
    }

    /** In bytes. */
    int length() {
        return length;
    }

    /** Where the first {@link #length} bytes are, until something is written. */
    byte[] bytes() {
        return bytes;
    }

    void clear() {
        length = 0;
    }

    private void append(String value) {
        reserve(value.length() < SMALLEST ? LONGEST * (long) value.length() : size(value));
        int to = length;
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character < 0x80) {
                char written = escape(character);
                if (written != 0) {
                    bytes[to++] = '\\';
                    bytes[to++] = (byte) written;
                } else {
                    bytes[to++] = (byte) character;
                }
            } else if (character < 0x800) {
                bytes[to++] = (byte) (0xC0 | (character >> 6));
                bytes[to++] = continued(character);
            } else if (!Character.isSurrogate(character)) {
                bytes[to++] = (byte) (0xE0 | (character >> 12));
                bytes[to++] = continued(character >> 6);
                bytes[to++] = continued(character);
            } else if (ValueCheck.isPair(value, i)) {
                int point = Character.toCodePoint(character, value.charAt(++i));
                bytes[to++] = (byte) (0xF0 | (point >> 18));
                bytes[to++] = continued(point >> 12);
                bytes[to++] = continued(point >> 6);
                bytes[to++] = continued(point);
            } else {
                // Half a pair: encoded it would be a question mark; the server refuses this one.
                bytes[to++] = 0;
            }
        }
        length = to;
    }

    /** In bytes, for values of many megabytes: three times as many would be too much. */
    private static long size(String value) {
        long size = value.length();
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character >= 0x800) {
                size += 2;
            } else if (character >= 0x80 || escape(character) != 0) {
                size++;
            }
        }
        return size;
    }

    private static byte continued(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    /** The letter that stands for a character after a backslash; 0 when it is written as it is. */
    private static char escape(char character) {
        return switch (character) {
            case '\\' -> '\\';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\r' -> 'r';
            default -> 0;
        };
    }

    private void put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    private void put(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void reserve(long more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(length + Math.max(more, Math.min(bytes.length, MOST_SPARE))));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}

package io.cdcvault.service;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Keys of rows as a person lists them: CSV whose first line names the columns of the key, in any order, and each other
 * line has one key. A value that holds a comma, a quote or a line's end stands in double quotes, a quote in it is
 * doubled.
 */
public record KeyFile(List<String> columns, List<List<String>> keys) {

    private static final char QUOTE = '"';

    public KeyFile {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /**
     * Reads a file's content.
     *
     * @throws CdcVaultException when it is none, which is said with the line
     */
    public static KeyFile parse(String content) {
        Lines lines = new Lines(content.startsWith("\uFEFF") ? content.substring(1) : content);
        List<String> columns = lines.hasNext() ? lines.next() : List.of();
        if (columns.isEmpty()) {
            throw invalid(1, "expected the names of the key's columns");
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw invalid(1, "names a column twice: " + String.join(", ", columns));
        }
        List<List<String>> keys = new ArrayList<>();
        while (lines.hasNext()) {
            int line = lines.line;
            List<String> key = lines.next();
            if (key.size() != columns.size()) {
                throw invalid(
                        line, "expected a value for each of " + String.join(", ", columns) + ", found " + key.size());
            }
            keys.add(key);
        }
        return new KeyFile(columns, keys);
    }

    private static CdcVaultException invalid(int line, String what) {
        return new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Line " + line + " of the keys: " + what);
    }

    /** Its lines one after the other; empty ones are passed over. */
    private static final class Lines {

        private final String content;
        private int at;
        private int line = 1;

        Lines(String content) {
            this.content = content;
            passEmpty();
        }

        boolean hasNext() {
            return at < content.length();
        }

        List<String> next() {
            List<String> values = new ArrayList<>();
            do {
                values.add(value());
            } while (passed(','));
            if (hasNext() && !isEnd()) {
                throw invalid(line, "expected a comma after the quote");
            }
            passEmpty();
            return values;
        }

        private String value() {
            return passed(QUOTE) ? quoted() : plain();
        }

        private String plain() {
            int from = at;
            while (hasNext() && !isEnd() && content.charAt(at) != ',') {
                if (content.charAt(at) == QUOTE) {
                    throw invalid(line, "a value that holds a quote stands in quotes");
                }
                at++;
            }
            if (from == at) {
                throw invalid(line, "a value is missing; an empty text is written \"\"");
            }
            return content.substring(from, at);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            int begun = line;
            while (true) {
                if (!hasNext()) {
                    throw invalid(begun, "lacks the end of a quoted value");
                }
                if (passed(QUOTE)) {
                    if (!passed(QUOTE)) {
                        return value.toString();
                    }
                    value.append(QUOTE);
                } else {
                    line += content.charAt(at) == '\n' ? 1 : 0;
                    value.append(content.charAt(at++));
                }
            }
        }

        private boolean passed(char letter) {
            boolean isNext = hasNext() && content.charAt(at) == letter;
            at += isNext ? 1 : 0;
            return isNext;
        }

        private boolean isEnd() {
            return content.charAt(at) == '\n' || content.charAt(at) == '\r';
        }

        private void passEmpty() {
            while (hasNext() && isEnd()) {
                line += content.charAt(at) == '\n' ? 1 : 0;
                at++;
            }
        }
    }
}

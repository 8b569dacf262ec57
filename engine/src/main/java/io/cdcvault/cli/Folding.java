package io.cdcvault.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi.Text;

/**
 * Breaks text between words, and a word only where it is longer than a line. picocli's own breaking also takes a dot or
 * a slash inside a name for the end of a word.
 */
final class Folding {

    private Folding() {}

    /**
     * In as many lines as it takes, each at most as wide as said; wide characters count as two.
     *
     * @param first width of the first line
     * @param others width of the others
     */
    static List<Text> fold(Text text, int first, int others) {
        String plain = text.plainString();
        List<Text> lines = new ArrayList<>();
        int from = 0;
        do {
            int end = end(text, plain, from, lines.isEmpty() ? first : others);
            lines.add(text.substring(from, end));
            from = end;
            while (from < plain.length() && plain.charAt(from) == ' ') {
                from++;
            }
        } while (from < plain.length());
        return lines;
    }

    private static int end(Text text, String plain, int from, int width) {
        int end = from;
        while (end < plain.length() && text.getCJKAdjustedLength(from, end + 1 - from) <= width) {
            end++;
        }
        if (end == plain.length()) {
            return end;
        }
        int space = plain.lastIndexOf(' ', end);
        return space > from ? withoutSpaces(plain, from, space) : Math.max(end, from + 1);
    }

    private static int withoutSpaces(String plain, int from, int end) {
        return from + plain.substring(from, end).stripTrailing().length();
    }
}

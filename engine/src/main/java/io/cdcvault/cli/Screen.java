package io.cdcvault.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A terminal's whole surface, for what is drawn again and again in place. picocli detects a width only, and only once:
 * a window may be resized.
 */
record Screen(int columns, int rows) {

    private static final Screen USUAL = new Screen(80, 24);
    private static final String TO_TOP = "\u001B[H";
    private static final String CLEAR = "\u001B[2J";
    private static final String CLEAR_LINE = "\u001B[K";
    private static final String CLEAR_BELOW = "\u001B[J";
    private static final String HIDE_CURSOR = "\u001B[?25l";
    private static final String SHOW_CURSOR = "\u001B[?25h";

    /** As large as the window is now; 80x24 where that cannot be found out. */
    static Screen now() {
        try {
            Process size = new ProcessBuilder("sh", "-c", "stty size </dev/tty")
                    .redirectErrorStream(true)
                    .start();
            try (InputStream answer = size.getInputStream()) {
                return parse(new String(answer.readAllBytes(), StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            return USUAL;
        }
    }

    /** @param answer of {@code stty size}: rows, then columns */
    static Screen parse(String answer) {
        String[] numbers = answer.strip().split(" ", -1);
        boolean isKnown = numbers.length == 2 && Stream.of(numbers).allMatch(number -> number.matches("[1-9]\\d{0,5}"));
        return isKnown ? new Screen(Integer.parseInt(numbers[1]), Integer.parseInt(numbers[0])) : USUAL;
    }

    /** What makes the next text begin at the top of an empty screen. */
    static String begin() {
        return HIDE_CURSOR + CLEAR;
    }

    static String end() {
        return SHOW_CURSOR;
    }

    /** The lines over what was there before, without flicker. */
    String redrawn(List<String> lines) {
        return TO_TOP
                + String.join(
                        "",
                        fitted(lines).stream()
                                .map(line -> line + CLEAR_LINE + "\n")
                                .toList())
                + CLEAR_BELOW;
    }

    /** The first lines when there are more than rows, so that the top stays; the cursor needs a row of its own. */
    List<String> fitted(List<String> lines) {
        int room = Math.max(1, rows - 1);
        if (lines.size() <= room) {
            return lines;
        }
        List<String> fitted = new ArrayList<>(lines.subList(0, room - 1));
        fitted.add("… and " + (lines.size() - room + 1) + " lines more, which `cdc-vault status` shows");
        return fitted;
    }
}

package io.cdcvault.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** What standard output may be used for. */
record Terminal(boolean isInteractive, boolean hasColours) {

    private static final String RESET = "\u001B[0m";
    private static final String TO_TOP = "\u001B[H";
    private static final String CLEAR = "\u001B[2J";
    private static final String CLEAR_LINE = "\u001B[K";
    private static final String CLEAR_BELOW = "\u001B[J";
    private static final String HIDE_CURSOR = "\u001B[?25l";
    private static final String SHOW_CURSOR = "\u001B[?25h";

    /** A meaning, rather than a colour of its own. */
    enum Tone {
        GOOD("\u001B[32m"),
        WARNING("\u001B[33m"),
        BAD("\u001B[31m"),
        QUIET("\u001B[2m"),
        STRONG("\u001B[1m");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    static Terminal ofProcess() {
        boolean interactive = isConsole() && !"dumb".equals(System.getenv("TERM"));
        String noColour = System.getenv("NO_COLOR");
        return new Terminal(interactive, interactive && (noColour == null || noColour.isEmpty()));
    }

    String toned(Tone tone, String text) {
        return hasColours ? tone.code + text + RESET : text;
    }

    /** What makes the next text begin at the top of an empty screen. */
    String begin() {
        return HIDE_CURSOR + CLEAR;
    }

    /** The text over what was there before, without flicker. */
    String redrawn(String text) {
        return TO_TOP + text.replace("\n", CLEAR_LINE + "\n") + CLEAR_BELOW;
    }

    String end() {
        return SHOW_CURSOR;
    }

    @SuppressWarnings("SystemConsoleNull") // Java 17 has no other way; the newer one is asked below.
    private static boolean isConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since Java 22 there is a console even when nothing is a terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}

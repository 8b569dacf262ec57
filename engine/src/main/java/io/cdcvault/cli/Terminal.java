package io.cdcvault.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What standard output may be used for.
 *
 * @param columns that a line may take; {@link #ANY} when the output is no terminal, so that programs can read it
 */
record Terminal(boolean isInteractive, boolean hasColours, int columns) {

    static final int ANY = Integer.MAX_VALUE;

    /** Of output that goes to a file or a pipe. */
    static final Terminal NONE = new Terminal(false, false, ANY);

    /** The least that picocli takes. */
    private static final int LEAST_FOR_HELP = 55;

    private static final int HANGING = 2;

    private static final Help.ColorScheme COLOURED = Help.defaultColorScheme(Ansi.ON);
    private static final Help.ColorScheme PLAIN = Help.defaultColorScheme(Ansi.OFF);

    /** A meaning, rather than a colour of its own. */
    enum Tone {
        PLAIN,
        GOOD(Ansi.Style.fg_green),
        WARNING(Ansi.Style.fg_yellow),
        BAD(Ansi.Style.fg_red),
        QUIET(Ansi.Style.faint),
        STRONG(Ansi.Style.bold);

        private final Optional<Ansi.Style> style;

        Tone() {
            this.style = Optional.empty();
        }

        Tone(Ansi.Style style) {
            this.style = Optional.of(style);
        }
    }

    static Terminal ofProcess() {
        if (!isTerminal()) {
            return NONE;
        }
        String noColour = System.getenv("NO_COLOR");
        return new Terminal(true, noColour == null || noColour.isEmpty(), detectedColumns());
    }

    /** Makes help texts as wide as the terminal; elsewhere they are 80 columns wide. */
    static CommandLine fitHelp(CommandLine commandLine) {
        boolean isTerminal = isTerminal();
        return isTerminal && givenColumns() > 0
                ? commandLine.setUsageHelpWidth(Math.max(LEAST_FOR_HELP, givenColumns()))
                : commandLine.setUsageHelpAutoWidth(isTerminal);
    }

    Terminal withColumns(int other) {
        return new Terminal(isInteractive, hasColours, other);
    }

    String toned(Tone tone, String text) {
        return text(tone, text).toString();
    }

    /** The text as it is: nothing in it is read as a style. */
    Ansi.Text text(Tone tone, String text) {
        return styles().apply(text, List.copyOf(tone.style.stream().toList()));
    }

    /** A sentence in as many lines as it takes. */
    List<String> folded(int indent, String sentence) {
        return folded(indent, text(Tone.PLAIN, sentence));
    }

    /** A sentence whose first words have a tone, in as many lines as it takes. */
    List<String> folded(Tone tone, String first, String rest) {
        return folded(0, text(tone, first).concat(text(Tone.PLAIN, rest)));
    }

    /**
     * A sentence in as many lines as it takes, broken between words; those behind the first are indented by a little
     * more. One line when this is no terminal.
     */
    List<String> folded(int indent, Ansi.Text sentence) {
        List<String> lines = new ArrayList<>();
        for (Ansi.Text line : Folding.fold(sentence, columns - indent, columns - indent - HANGING)) {
            lines.add(" ".repeat(lines.isEmpty() ? indent : indent + HANGING) + line);
        }
        return lines;
    }

    Help.ColorScheme styles() {
        return hasColours ? COLOURED : PLAIN;
    }

    /** {@code COLUMNS}, as shells know it and our launcher exports it; 0 when it says nothing. */
    private static int givenColumns() {
        String given = System.getenv("COLUMNS");
        return given != null && given.matches("[1-9]\\d{0,5}") ? Integer.parseInt(given) : 0;
    }

    private static int detectedColumns() {
        int given = givenColumns();
        return given > 0 ? given : new UsageMessageSpec().autoWidth(true).width();
    }

    private static boolean isTerminal() {
        return isConsole() && !"dumb".equals(System.getenv("TERM"));
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

package io.cdcvault.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** What {@code --help} prints, by command. */
public final class HelpTexts {

    private HelpTexts() {}

    /** Of every command, and of commands below commands. */
    public static Map<String, String> all() {
        return all(80);
    }

    /** As on a terminal of so many columns. */
    static Map<String, String> all(int columns) {
        Map<String, String> texts = new TreeMap<>();
        collect(Main.commandLine().setUsageHelpWidth(columns), texts);
        return texts;
    }

    private static void collect(CommandLine command, Map<String, String> texts) {
        texts.put("help of " + command.getCommandSpec().qualifiedName(), command.getUsageMessage());
        command.getSubcommands().values().forEach(below -> collect(below, texts));
    }
}

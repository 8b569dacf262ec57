package io.cdcvault.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, which picocli does not write: one line for each command and each option. */
final class FishCompletion {

    private FishCompletion() {}

    static List<String> lines(CommandLine root) {
        String start = "complete -c " + root.getCommandName();
        List<String> lines = new ArrayList<>(List.of(start + " -f"));
        root.getSubcommands().forEach((name, command) -> {
            lines.add(start + " -n __fish_use_subcommand -a " + name + quoted(CompletionCommand.sentence(command)));
            String within = start + " -n '__fish_seen_subcommand_from " + name + "'";
            command.getSubcommands()
                    .forEach((below, nested) ->
                            lines.add(within + " -a " + below + quoted(CompletionCommand.sentence(nested))));
            command.getCommandSpec().options().forEach(option -> lines.add(within + option(option)));
            command.getSubcommands().values().forEach(nested -> nested.getCommandSpec()
                    .options()
                    .forEach(option -> lines.add(within + option(option))));
        });
        return lines.stream().distinct().toList();
    }

    private static String option(OptionSpec option) {
        StringBuilder line = new StringBuilder();
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        // A file may follow, such as a configuration.
        line.append(option.arity().max() > 0 ? " -r -F" : "");
        return line + quoted(CompletionCommand.sentence(option.description()));
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "" : " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

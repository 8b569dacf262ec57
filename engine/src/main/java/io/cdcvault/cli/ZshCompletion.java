package io.cdcvault.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A completion script for zsh, which picocli does not write: a function for each command. As file {@code _cdc-vault} in
 * a folder of {@code fpath} it is loaded by {@code compinit}; it may also be sourced after that.
 */
final class ZshCompletion {

    private final List<String> lines = new ArrayList<>();

    private ZshCompletion() {}

    static List<String> lines(CommandLine root) {
        ZshCompletion completion = new ZshCompletion();
        String function = "_" + root.getCommandName();
        completion.lines.add("#compdef " + root.getCommandName());
        completion.function(function, root);
        // Loaded by compinit, the file is the function's body; sourced, it only registers.
        completion.lines.add("if [[ $funcstack[1] == " + function + " ]]; then");
        completion.lines.add("    " + function + " \"$@\"");
        completion.lines.add("else");
        completion.lines.add("    compdef " + function + " " + root.getCommandName());
        completion.lines.add("fi");
        return completion.lines;
    }

    private void function(String name, CommandLine command) {
        lines.add("");
        lines.add(name + "() {");
        if (command.getSubcommands().isEmpty()) {
            lines.add("    _arguments -s" + arguments(command));
        } else {
            lines.add("    local curcontext=$curcontext state line");
            lines.add("    typeset -A opt_args");
            lines.add("    _arguments -C" + arguments(command) + " '1: :->command' '*:: :->arguments'");
            choice(name, command);
        }
        lines.add("}");
        command.getSubcommands().forEach((word, below) -> function(name + "-" + word, below));
    }

    private void choice(String function, CommandLine command) {
        lines.add("    case $state in");
        lines.add("    command)");
        lines.add("        local -a commands");
        command.getSubcommands()
                .forEach((word, below) -> lines.add(
                        "        commands+=(" + quoted(word + ":" + CompletionCommand.sentence(below)) + ")"));
        lines.add("        _describe -t commands command commands");
        lines.add("        ;;");
        lines.add("    arguments)");
        lines.add("        (( $+functions[" + function + "-$words[1]] )) && " + function + "-$words[1]");
        lines.add("        ;;");
        lines.add("    esac");
    }

    private static String arguments(CommandLine command) {
        String options = command.getCommandSpec().options().stream()
                .map(ZshCompletion::option)
                .collect(Collectors.joining());
        return options
                + command.getCommandSpec().positionalParameters().stream()
                        .map(ZshCompletion::parameter)
                        .collect(Collectors.joining());
    }

    private static String option(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : value(option);
        String others = option.isMultiValue() ? "*" : "(" + String.join(" ", option.names()) + ")";
        return Arrays.stream(option.names())
                .map(name -> " "
                        + quoted(others + name + valueFollows(name, option) + "["
                                + bracketed(CompletionCommand.sentence(option.description())) + "]" + value))
                .collect(Collectors.joining());
    }

    /** Directly, after an equals sign or as the next word; one that may be left out never as the next word. */
    private static String valueFollows(String name, OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        String follows = name.startsWith("--") ? "=" : "+";
        return option.arity().min() == 0 ? follows + "-" : follows;
    }

    private static String parameter(PositionalParamSpec parameter) {
        String place = parameter.arity().max() > 1 ? "*" : "1";
        return " " + quoted(place + value(parameter));
    }

    private static String value(ArgSpec argument) {
        String optional = argument.arity().min() == 0 && argument.isOption() ? "::" : ":";
        return optional + argument.paramLabel() + ":" + action(argument);
    }

    private static String action(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                    .collect(Collectors.joining(" ", "(", ")"));
        }
        if (argument.paramLabel().equals("FILE")) {
            return "_files";
        }
        // A name that only the installation knows. Without an action, zsh would complete no options at its place.
        return argument.isOption() ? "" : "( )";
    }

    private static String bracketed(String text) {
        return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}

package io.cdcvault.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print a script that completes commands and options in a shell.",
        footer = {
            "",
            "For this session:",
            "",
            "  bash  source <(cdc-vault completion bash)",
            "  zsh   source <(cdc-vault completion zsh)",
            "  fish  cdc-vault completion fish | source"
        })
final class CompletionCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private enum Shell {
        bash,
        zsh,
        fish
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        String name = root.getCommandName();
        switch (shell) {
            case bash -> out.println(AutoComplete.bash(name, root));
            case zsh -> ZshCompletion.lines(root).forEach(out::println);
            case fish -> FishCompletion.lines(root).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    /** What a command does, as shells show it beside the name. */
    static String sentence(CommandLine command) {
        return sentence(command.getCommandSpec().usageMessage().description());
    }

    static String sentence(String[] description) {
        return description.length == 0
                ? ""
                : description[0].replaceAll("\\$\\{[^}]*}|%n", "").strip();
    }
}

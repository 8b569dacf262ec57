package io.cdcvault.cli;

import io.cdcvault.failure.MachineFailure;
import picocli.CommandLine;

/** Where {@code java -jar cdc-vault.jar} begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(commandLine(), arguments));
    }

    /** Returns the exit code, also when the virtual machine lacks something: 1 means that a vault differs. */
    static int run(CommandLine commandLine, String... arguments) {
        try {
            return commandLine.execute(arguments);
        } catch (Error e) {
            return FailurePrinter.print(MachineFailure.of("The command", e), commandLine.getErr());
        }
    }

    /** The command line with its error handling, as the tests run it too. */
    static CommandLine commandLine() {
        return Terminal.fitHelp(new CommandLine(new RootCommand()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(new EachSource())
                .setExecutionExceptionHandler(new FailurePrinter());
    }
}

package io.cdcvault.cli;

import picocli.CommandLine;

/** Where {@code java -jar cdc-vault.jar} begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line with its error handling, as the tests run it too. */
    static CommandLine commandLine() {
        return new CommandLine(new RootCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailurePrinter());
    }
}

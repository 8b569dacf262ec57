package io.cdcvault.local;

import io.cdcvault.local.command.LocalStackCommand;

/** The command line of the local stack. */
public final class Main {

    private Main() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] arguments) {
        // Named by its place, so that a jar of ours on another program's class path does not configure its logging.
        System.setProperty("logback.configurationFile", "io/cdcvault/servers/logback.xml");
        System.exit(LocalStackCommand.run(arguments));
    }
}

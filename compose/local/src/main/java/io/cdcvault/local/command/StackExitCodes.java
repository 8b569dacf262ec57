package io.cdcvault.local.command;

/** What a command's exit code says; 2, a wrong command line, is picocli's own. */
final class StackExitCodes {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int PORT_TAKEN = 3;
    static final int NOT_ALL_RUNNING = 4;

    private StackExitCodes() {}
}

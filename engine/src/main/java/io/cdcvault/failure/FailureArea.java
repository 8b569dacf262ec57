package io.cdcvault.failure;

/** What a failure is about. Exit codes have one range of ten for each, so that scripts can distinguish them. */
public enum FailureArea {
    USAGE(0, "wrong usage, configuration or model"),
    CAPTURE(10, "the master or the capture"),
    KAFKA(20, "Kafka"),
    WAREHOUSE(30, "the warehouse"),
    DATA(40, "a change, a file or a database that cannot be used"),
    ADMIN(50, "the admin server"),
    MARTS(60, "the marts"),
    PROGRAM(70, "a defect of cdc-vault, or the machine lacks memory or threads");

    private static final int SIZE = 10;

    private final int first;
    private final String words;

    FailureArea(int first, String words) {
        this.first = first;
        this.words = words;
    }

    /** The area whose range holds the kind's exit code. */
    public static FailureArea of(FailureKind kind) {
        return values()[kind.exitCode() / SIZE];
    }

    /** The exit codes, such as {@code 10-19}; of {@link #USAGE} only 2, as the others are a command's own. */
    public String exitCodes() {
        return this == USAGE
                ? Integer.toString(FailureKind.CONFIGURATION_INVALID.exitCode())
                : first + "-" + (first + SIZE - 1);
    }

    /** For a list in a help text. */
    public String words() {
        return words;
    }
}

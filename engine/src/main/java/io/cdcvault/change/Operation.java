package io.cdcvault.change;

/** What happened to a row, in the letters of Debezium's envelope. */
public enum Operation {
    READ("r"),
    CREATE("c"),
    UPDATE("u"),
    DELETE("d"),
    /** A snapshot that looked for the row did not find it; written as a deletion, of a row that may never have been. */
    ABSENCE(""),
    /** Every row of the table went at once; there is no row image. */
    TRUNCATE("t"),
    /** A logical decoding message: no table's row. */
    MESSAGE("m"),
    /** What came is not an envelope. */
    UNREADABLE(""),
    /** What came stands between our records, and another program wrote it. */
    FOREIGN("");

    private final String letter;

    Operation(String letter) {
        this.letter = letter;
    }

    public String letter() {
        return letter;
    }

    /**
     * The operation that an envelope means.
     *
     * @throws IllegalArgumentException for a letter that Debezium does not use
     */
    public static Operation ofLetter(String letter) {
        for (Operation operation : values()) {
            if (!letter.isEmpty() && operation.letter.equals(letter)) {
                return operation;
            }
        }
        throw new IllegalArgumentException("Unknown operation '" + letter + "' in an envelope");
    }

    /** Whether the row exists after it. */
    public boolean leavesRow() {
        return this == READ || this == CREATE || this == UPDATE;
    }
}

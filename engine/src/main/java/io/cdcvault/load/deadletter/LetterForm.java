package io.cdcvault.load.deadletter;

import io.cdcvault.change.RowChange;
import java.sql.SQLException;

/** How much of a change its dead letter holds: as much as the warehouse takes. */
public enum LetterForm {
    /** All of it, byte for byte. */
    WHOLE,
    /** Texts in characters that every encoding has. */
    ESCAPED,
    /** Without the envelope, which is larger than the server takes; the letter's place says where it is. */
    WITHOUT_ENVELOPE;

    private static final byte[] NONE = {};

    /** Whether another form may do after a failure: all but lost connections, locks and missing rights. */
    public static boolean mayHelp(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        // Out of memory and internal errors: the server cannot hold the value at once.
        return Rejection.isAboutAValue(failure) || state.equals("53200") || state.startsWith("XX");
    }

    public String text(String text) {
        return this == WHOLE ? StoredText.of(text) : StoredText.ascii(StoredText.of(text));
    }

    /** JSON, in which an escape means the same. */
    public String key(String json) {
        return this == WHOLE ? json : StoredText.ascii(json);
    }

    public String reason(String reason) {
        return this == WITHOUT_ENVELOPE
                ? text(reason)
                        + ". The letter lacks the record, which is larger than the warehouse takes; see its place"
                : text(reason);
    }

    public byte[] envelope(RowChange change) {
        return this == WITHOUT_ENVELOPE ? NONE : change.origin().envelope();
    }
}

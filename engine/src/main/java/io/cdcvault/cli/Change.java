package io.cdcvault.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcvault.change.Operation;
import io.cdcvault.feed.kafka.TailedRecord;
import java.util.Locale;

/** What a record says has happened, in one word. */
enum Change {
    SNAPSHOT(Terminal.Tone.QUIET),
    INSERT(Terminal.Tone.GOOD),
    UPDATE(Terminal.Tone.WARNING),
    DELETE(Terminal.Tone.BAD),
    TRUNCATE(Terminal.Tone.BAD),
    MESSAGE(Terminal.Tone.QUIET),
    /** What another program wrote, and no envelope. */
    FOREIGN(Terminal.Tone.WARNING),
    COMMIT(Terminal.Tone.QUIET);

    private final Terminal.Tone tone;

    Change(Terminal.Tone tone) {
        this.tone = tone;
    }

    /** Of a BEGIN, too, it is the commit that it belongs to. */
    static Change of(TailedRecord record) {
        if (record.isTransaction()) {
            return COMMIT;
        }
        return switch (operation(record.envelope())) {
            case READ -> SNAPSHOT;
            case CREATE -> INSERT;
            case UPDATE -> UPDATE;
            case DELETE, ABSENCE -> DELETE;
            case TRUNCATE -> TRUNCATE;
            case MESSAGE -> MESSAGE;
            case UNREADABLE, FOREIGN -> FOREIGN;
        };
    }

    Terminal.Tone tone() {
        return tone;
    }

    /** As people type it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Operation operation(JsonNode envelope) {
        try {
            return Operation.ofLetter(envelope.path("op").asText());
        } catch (IllegalArgumentException e) {
            return Operation.FOREIGN;
        }
    }
}

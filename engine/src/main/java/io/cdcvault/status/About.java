package io.cdcvault.status;

import java.util.Locale;

/** What a finding is about: where an operator looks and acts. */
public enum About {
    MASTER,
    SLOT,
    CAPTURE,
    REPLICA,
    TOPICS,
    LOAD,
    WAREHOUSE,
    TABLES,
    LETTERS,
    MARTS;

    /** As programs read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.cdcvault.setup;

import java.util.Locale;

/** Where a part of the setup is run. */
public enum SetupPart {
    MASTER,
    REPLICA,
    WAREHOUSE,
    PRESENTATION,
    KAFKA;

    /** As one writes it on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

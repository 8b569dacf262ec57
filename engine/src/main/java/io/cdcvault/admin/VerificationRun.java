package io.cdcvault.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verification in the background, one at a time. Thread-safe. */
public interface VerificationRun {

    /** Begins one, unless one runs. */
    void start();

    /** The one that runs, or the last, by name and value; none of its values is of a row. */
    Map<String, @Nullable Object> state();
}

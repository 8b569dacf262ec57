package io.cdcvault.schema.reading;

import java.util.Optional;

/**
 * One thing that is wrong with a model.
 *
 * @param line counted from 1
 * @param message what is wrong, and what was expected
 * @param suggestion the known name that is nearest to the one that the file has
 */
public record ModelProblem(int line, String message, Optional<String> suggestion) {

    /** As it is printed, such as {@code line 7: Unknown hub hub_tiket; did you mean hub_ticket?} */
    @Override
    public String toString() {
        return "line " + line + ": " + message
                + suggestion.map(name -> "; did you mean " + name + "?").orElse("");
    }
}

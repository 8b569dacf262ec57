package io.cdcvault.check;

import io.cdcvault.doctor.finding.Fix;
import java.util.List;
import java.util.OptionalInt;

/**
 * One thing that is wrong with a model.
 *
 * @param line of the model's file, counted from 1; empty where none is known
 * @param place what the model was compared with
 * @param problem what is wrong, and mostly what was expected
 * @param why it matters; empty where the problem says so itself
 * @param fixes what to paste; mostly none, since the model is what changes
 */
public record ModelFault(OptionalInt line, Place place, String problem, String why, List<Fix> fixes) {

    public ModelFault {
        fixes = List.copyOf(fixes);
    }

    /** What a model is compared with. */
    public enum Place {
        FILE,
        SOURCE,
        WAREHOUSE
    }
}

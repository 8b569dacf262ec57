package io.cdcvault.doctor.finding;

import java.util.List;

/**
 * Something to look at.
 *
 * @param why it matters, in one sentence
 */
public record Subject(Area part, String name, String why) {

    /** It is as it should be. */
    public Finding ok(String found) {
        return new Finding(part, Severity.OK, name, found, why, List.of());
    }

    /** It is good to know. */
    public Finding info(String found, Fix... fixes) {
        return new Finding(part, Severity.INFO, name, found, why, List.of(fixes));
    }

    /**
     * Something is at risk, also by a deliberate setting under which the service can stop. The fixes are run by
     * {@code DoctorIT}, after which the finding must be gone; on a sound local stack there is none.
     */
    public Finding warning(String found, Fix... fixes) {
        return new Finding(part, Severity.WARNING, name, found, why, List.of(fixes));
    }

    /** Something does not work. */
    public Finding error(String found, Fix... fixes) {
        return new Finding(part, Severity.ERROR, name, found, why, List.of(fixes));
    }
}

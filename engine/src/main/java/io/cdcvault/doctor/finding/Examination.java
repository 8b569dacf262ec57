package io.cdcvault.doctor.finding;

import java.util.List;

/** Looks at a system. What cannot be reached is a finding; nothing is thrown for it. */
public interface Examination {

    /** What was found, well or not. */
    List<Finding> findings();
}

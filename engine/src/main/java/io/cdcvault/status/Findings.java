package io.cdcvault.status;

import io.cdcvault.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found wrong, and what it comes to. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();
    private Health health = Health.HEALTHY;

    void degraded(About about, String what, String remedy) {
        add(new Finding(Health.DEGRADED, about, what, remedy, Optional.empty()));
    }

    void down(About about, String what, String remedy) {
        add(new Finding(Health.DOWN, about, what, remedy, Optional.empty()));
    }

    /** A system does not answer, or refuses. */
    void down(About about, String what, FailureKind kind) {
        add(new Finding(Health.DOWN, about, what, kind.remedy(), Optional.of(kind)));
    }

    Health health() {
        return health;
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    List<String> reasons() {
        return all.stream().map(Finding::text).toList();
    }

    private void add(Finding found) {
        all.add(found);
        if (found.level().compareTo(health) > 0) {
            health = found.level();
        }
    }
}

package io.cdcvault.status.assess;

import io.cdcvault.failure.FailureKind;
import io.cdcvault.status.About;
import io.cdcvault.status.Health;
import io.cdcvault.status.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found wrong, and what it comes to. */
final class Reasons {

    private final List<Reason> all = new ArrayList<>();
    private Health health = Health.HEALTHY;

    void degraded(About about, String what, String remedy) {
        add(new Reason(Health.DEGRADED, about, what, remedy, Optional.empty()));
    }

    void down(About about, String what, String remedy) {
        add(new Reason(Health.DOWN, about, what, remedy, Optional.empty()));
    }

    /** A system does not answer, or refuses. */
    void down(About about, String what, FailureKind kind) {
        add(new Reason(Health.DOWN, about, what, kind.remedy(), Optional.of(kind)));
    }

    Health health() {
        return health;
    }

    List<Reason> all() {
        return List.copyOf(all);
    }

    List<String> reasons() {
        return all.stream().map(Reason::text).toList();
    }

    private void add(Reason found) {
        all.add(found);
        if (found.level().compareTo(health) > 0) {
            health = found.level();
        }
    }
}

package io.cdcvault.status;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong, and what it comes to. */
final class Findings {

    private final List<String> reasons = new ArrayList<>();
    private Health health = Health.HEALTHY;

    void degraded(String reason) {
        add(Health.DEGRADED, reason);
    }

    void down(String reason) {
        add(Health.DOWN, reason);
    }

    Health health() {
        return health;
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }

    private void add(Health found, String reason) {
        reasons.add(reason);
        if (found.compareTo(health) > 0) {
            health = found;
        }
    }
}

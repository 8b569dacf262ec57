package io.cdcvault.service;

import io.cdcvault.admin.Mapping;
import io.cdcvault.installation.Installation;
import java.util.function.Supplier;

/** The mapping by which a service works now, for its page. Thread-safe. */
final class PresentMapping implements Supplier<Mapping> {

    private final Supplier<Installation> installation;
    private Mapping last;

    PresentMapping(Supplier<Installation> installation) {
        this.installation = installation;
        this.last = of(installation.get());
    }

    /** Load plans are made when the model has become another, not for each request. */
    @Override
    public synchronized Mapping get() {
        Installation now = installation.get();
        if (!now.model().equals(last.model())) {
            last = of(now);
        }
        return last;
    }

    private static Mapping of(Installation installation) {
        return new Mapping(installation.model(), installation.loadPlans());
    }
}

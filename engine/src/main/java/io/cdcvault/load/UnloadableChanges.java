package io.cdcvault.load;

import java.util.List;

/** Some of what is staged cannot be loaded: the transaction has to be staged again without. */
final class UnloadableChanges extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Suspect> suspects;

    UnloadableChanges(List<Suspect> suspects) {
        super(suspects.size() + " changes cannot be loaded; the first: "
                + suspects.get(0).reason());
        this.suspects = List.copyOf(suspects);
    }

    List<Suspect> suspects() {
        return suspects;
    }
}

package io.cdcvault.load.deadletter;

import java.util.List;

/** Some of what is staged cannot be loaded: the transaction has to be staged again without. */
public final class UnloadableChanges extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<RejectedRow> suspects;

    public UnloadableChanges(List<RejectedRow> suspects) {
        super(suspects.size() + " changes cannot be loaded; the first: "
                + suspects.get(0).reason());
        this.suspects = List.copyOf(suspects);
    }

    public List<RejectedRow> suspects() {
        return suspects;
    }
}

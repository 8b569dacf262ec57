package io.cdcvault.load.deadletter;

import java.util.List;

/** Some of what is staged cannot be loaded: the transaction has to be staged again without. */
public final class UnloadableChanges extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<RejectedChange> rejected;

    public UnloadableChanges(List<? extends RejectedChange> rejected) {
        super(rejected.size() + " changes cannot be loaded; the first: "
                + rejected.get(0).reason());
        this.rejected = List.copyOf(rejected);
    }

    public List<RejectedChange> rejected() {
        return rejected;
    }
}

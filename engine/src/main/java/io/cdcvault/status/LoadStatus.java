package io.cdcvault.status;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The second half of the road: from the topics to the vault.
 *
 * @param applied empty when nothing was ever loaded or the warehouse does not answer
 * @param loaders how many there are
 * @param lagSeconds how long ago the oldest transaction was committed that is published and not applied; 0 when all are
 */
public record LoadStatus(LoadState state, int loaders, Optional<AppliedView> applied, OptionalDouble lagSeconds) {

    /** What of the source is in the vault whole: its transactions, or when a group loads, each row and each key. */
    public String promise() {
        return applied.filter(AppliedView::isShared).isPresent() ? "per row and per key" : "per transaction";
    }
}

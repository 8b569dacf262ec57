package io.cdcvault.status;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The second half of the road: from the topics to the vault.
 *
 * @param applied empty when nothing was ever loaded or the warehouse does not answer
 * @param lagSeconds how long ago the oldest transaction was committed that is published and not applied; 0 when all are
 */
public record LoadStatus(LoadState state, Optional<AppliedView> applied, OptionalDouble lagSeconds) {}

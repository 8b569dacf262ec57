package io.cdcvault.service;

import java.util.Optional;

/**
 * What a person has agreed to before it happens. Nothing of it changes anything as long as nothing is lost.
 *
 * @param maySnapshotAnew whether to take a new snapshot when the replication slot is lost, instead of ending
 * @param acceptLost why what the vault holds and a new master does not have may be closed there; empty when it may not
 */
public record LossConsent(boolean maySnapshotAnew, Optional<String> acceptLost) {}

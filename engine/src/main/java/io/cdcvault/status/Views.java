package io.cdcvault.status;

import java.util.Optional;

/**
 * Everything that was seen of an installation.
 *
 * @param replica empty when none is configured
 * @param marts empty when no presentation database is configured
 */
record Views(
        Part<MasterView> master,
        Optional<Part<ReplicaView>> replica,
        Part<WarehouseView> warehouse,
        Part<LogView> log,
        Optional<Part<MartsView>> marts) {}

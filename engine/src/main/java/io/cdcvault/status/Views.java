package io.cdcvault.status;

import java.util.List;
import java.util.Optional;

/**
 * Everything that was seen of an installation.
 *
 * @param replica empty when none is configured
 * @param marts empty when no presentation database is configured
 * @param processes the services that run
 */
record Views(
        Part<MasterView> master,
        Optional<Part<ReplicaView>> replica,
        Part<WarehouseView> warehouse,
        Part<LogView> log,
        Optional<Part<MartsView>> marts,
        List<ProcessView> processes) {

    Views(
            Part<MasterView> master,
            Optional<Part<ReplicaView>> replica,
            Part<WarehouseView> warehouse,
            Part<LogView> log,
            Optional<Part<MartsView>> marts) {
        this(master, replica, warehouse, log, marts, List.of());
    }
}

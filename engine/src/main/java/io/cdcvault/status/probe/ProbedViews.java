package io.cdcvault.status.probe;

import io.cdcvault.status.ProcessView;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was seen of an installation.
 *
 * @param replica empty when none is configured
 * @param marts empty when no presentation database is configured
 * @param processes the services that run
 */
public record ProbedViews(
        Probed<MasterView> master,
        Optional<Probed<ReplicaView>> replica,
        Probed<WarehouseView> warehouse,
        Probed<LogView> log,
        Optional<Probed<MartsView>> marts,
        List<ProcessView> processes) {

    public ProbedViews(
            Probed<MasterView> master,
            Optional<Probed<ReplicaView>> replica,
            Probed<WarehouseView> warehouse,
            Probed<LogView> log,
            Optional<Probed<MartsView>> marts) {
        this(master, replica, warehouse, log, marts, List.of());
    }
}

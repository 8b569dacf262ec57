package io.cdcvault.road;

import io.cdcvault.servers.postgres.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

/** A master that dies under its writers, and its standby in its place. */
final class ChaosFailover {

    private ChaosFailover() {}

    /** Then the dead one's place is taken by a new standby. */
    static void promote(ChaosRoad road, Random random) throws SQLException {
        FailoverStack servers = road.failover();
        for (ChaosVictim service : road.services()) {
            servers.awaitSynchronized(service.process(), service.place());
        }
        long begun = System.nanoTime();
        PostgresServer killed = servers.promote();
        road.awaitCaughtUp();
        road.failedOver(Duration.ofNanos(System.nanoTime() - begun));
        servers.rejoin(killed);
    }
}

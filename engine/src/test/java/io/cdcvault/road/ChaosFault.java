package io.cdcvault.road;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Random;

/** What may go wrong, and how often beside the others. */
@SuppressWarnings("ImmutableEnumChecker") // Functions without a state.
enum ChaosFault {
    KILL_SERVICE(40, (road, random) -> road.any(random).killAndStart()),
    KILL_BOTH_SERVICES(8, (road, random) -> road.victims().forEach(ChaosVictim::killAndStart)),
    STOP_SERVICE(1, (road, random) -> road.any(random).stopAndStart()),
    KILL_WAREHOUSE(2, (road, random) -> ChaosServers.killForAWhile(road.stack().dwh(), random)),
    RESTART_WAREHOUSE_REPEATEDLY(
            2, (road, random) -> ChaosServers.restartRepeatedly(road.stack().dwh(), random)),
    KILL_MASTER(2, (road, random) -> ChaosServers.killForAWhile(road.stack().master(), random)),
    KILL_BROKER(1, (road, random) -> ChaosServers.killForAWhile(road.stack().broker(), random)),
    RESET_NETWORK(3, ChaosServers::resetNetwork),
    SILENT_NETWORK(1, ChaosServers::silenceNetwork),
    FREEZE_SERVICE(
            2, (road, random) -> ChaosServers.freeze(road.any(random).process().handle(), random)),
    FREEZE_MASTER(1, (road, random) -> ChaosServers.freezeAll(road.stack().master(), random)),
    FREEZE_POSTMASTER(1, (road, random) -> ChaosServers.freeze(road.stack().master(), random)),
    FREEZE_WALSENDER(2, ChaosBackends::freezeWalsender),
    FREEZE_WAREHOUSE(2, (road, random) -> ChaosServers.freezeAll(road.stack().dwh(), random)),
    FREEZE_BROKER(2, (road, random) -> ChaosServers.freeze(road.stack().broker(), random)),
    TERMINATE_WALSENDER_IN_SMALL_TRANSACTIONS(3, ChaosBackends::terminateWalsendersInSmallTransactions),
    TERMINATE_WALSENDER_IN_LARGE_TRANSACTION(3, ChaosBackends::terminateWalsendersInLargeTransaction),
    TERMINATE_WAREHOUSE_BACKENDS(3, ChaosBackends::terminateInWarehouse),
    TABLE_OUT_OF_PUBLICATION(2, ChaosPublication::tableOutAndIn),
    TABLE_MADE_AGAIN(2, ChaosPublication::tableMadeAgain),
    PUBLICATION_MADE_AGAIN(1, ChaosPublication::publicationMadeAgain),
    REPLICA_IDENTITY_CHANGED(2, ChaosPublication::identityChanged),
    PARTITION_TRUNCATED(2, ChaosPartitions::truncated),
    PARTITION_DETACHED_AND_ATTACHED(2, ChaosPartitions::detachedAndAttached),
    PARTITIONS_ADDED_TO_TABLE_TOPIC(1, ChaosTopics::addPartitionsOfTable),
    PARTITIONS_ADDED_TO_TRANSACTION_TOPIC(1, ChaosTopics::addPartitionsOfTransactions),
    RETENTION_BEFORE_READING(1, ChaosTopics::retentionBeforeReading),
    /** By its name only: no service may rest, whose slot no new standby would keep in step. */
    PROMOTE(0, ChaosFailover::promote);

    private final int weight;
    private final Strike strike;

    ChaosFault(int weight, Strike strike) {
        this.weight = weight;
        this.strike = strike;
    }

    /** Returns when the fault is over; the services may still have to catch up. */
    @FunctionalInterface
    interface Strike {
        void at(ChaosRoad road, Random random) throws SQLException;
    }

    int weight() {
        return weight;
    }

    /** Whether the next may follow at once, and find the services in the middle of their start. */
    boolean isQuick() {
        return this == KILL_SERVICE || this == KILL_BOTH_SERVICES;
    }

    void strike(ChaosRoad road, Random random) {
        try {
            strike.at(road, random);
        } catch (SQLException e) {
            throw new AssertionError(this + " could not be done", e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package io.cdcvault.road;

import static io.cdcvault.road.AuditedTable.PARTITIONED;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Partitions of a captured table that are emptied, taken away and brought back, of which no change is published. */
final class ChaosPartitions {

    private static final Set<AuditedTable> TABLE = EnumSet.of(PARTITIONED);

    private ChaosPartitions() {}

    static void truncated(ChaosRoad road, Random random) throws SQLException {
        String partition = AuditedTable.partition("south");
        new Tampering(road, ChaosFault.PARTITION_TRUNCATED, TABLE)
                .at(master -> audited(master, true, partition, "truncate " + partition));
    }

    static void detachedAndAttached(ChaosRoad road, Random random) throws SQLException {
        String partition = AuditedTable.partition("west");
        String root = PARTITIONED.relation();
        new Tampering(road, ChaosFault.PARTITION_DETACHED_AND_ATTACHED, TABLE)
                .at(master ->
                        audited(master, true, partition, "alter table " + root + " detach partition " + partition));
        new Tampering(road, ChaosFault.PARTITION_DETACHED_AND_ATTACHED, TABLE)
                .at(master -> audited(
                        master,
                        false,
                        partition,
                        "alter table " + root + " attach partition " + partition + " for values in ('west')"));
    }

    private static void audited(Connection master, boolean isGone, String partition, String sql) throws SQLException {
        AuditedTransaction.commit(
                master,
                TABLE,
                "partition",
                all -> AuditSchema.execute(
                        all, List.of(AuditSchema.note(PARTITIONED, isGone, partition, "true"), sql)));
        master.setAutoCommit(true);
    }
}

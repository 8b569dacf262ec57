package io.cdcvault.road;

import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** What is published is changed under load, and put right again. */
final class ChaosPublication {

    /** Those of which nothing else depends on their definition. */
    private static final List<AuditedTable> TABLES = List.of(AuditedTable.BY_KEY, AuditedTable.ODD_NAME);

    private static final Duration OTHER_IDENTITY = Duration.ofSeconds(4);

    private ChaosPublication() {}

    static void tableOutAndIn(ChaosRoad road, Random random) throws SQLException {
        AuditedTable table = AuditedTable.ALL.get(random.nextInt(AuditedTable.ALL.size()));
        new Tampering(road, ChaosFault.TABLE_OUT_OF_PUBLICATION, EnumSet.of(table))
                .during(
                        master -> AuditSchema.execute(
                                master, List.of("alter publication cdc_vault drop table " + table.relation())),
                        master -> AuditSchema.execute(
                                master, List.of("alter publication cdc_vault add table " + table.relation())));
    }

    static void tableMadeAgain(ChaosRoad road, Random random) throws SQLException {
        AuditedTable table = TABLES.get(random.nextInt(TABLES.size()));
        new Tampering(road, ChaosFault.TABLE_MADE_AGAIN, EnumSet.of(table))
                .during(
                        master -> makeAgain(master, table),
                        master -> AuditSchema.execute(
                                master, List.of("alter publication cdc_vault add table " + table.relation())));
    }

    private static void makeAgain(Connection master, AuditedTable table) throws SQLException {
        AuditedTransaction.commit(master, EnumSet.of(table), "table made again", all -> {
            List<String> statements = new ArrayList<>();
            statements.add(AuditSchema.note(table, true, table.relation(), "true"));
            statements.add("drop table " + table.relation());
            statements.addAll(AuditSchema.definition(table));
            AuditSchema.execute(all, statements);
        });
        master.setAutoCommit(true);
    }

    static void publicationMadeAgain(ChaosRoad road, Random random) throws SQLException {
        String again = road.askMaster("select 'create publication cdc_vault for table ' || string_agg(format('%I.%I',"
                + " schemaname, tablename), ', ') || ' with (publish_via_partition_root = true)'"
                + " from pg_publication_tables where pubname = 'cdc_vault'");
        new Tampering(road, ChaosFault.PUBLICATION_MADE_AGAIN, EnumSet.allOf(AuditedTable.class))
                .during(
                        master -> AuditSchema.execute(master, List.of("drop publication cdc_vault")),
                        master -> AuditSchema.execute(master, List.of(again)));
        road.everythingWasTamperedWith();
    }

    /** To the whole row and back: nothing is lost, so nothing but the stream is needed. */
    static void identityChanged(ChaosRoad road, Random random) throws SQLException {
        String table = TABLES.get(random.nextInt(TABLES.size())).relation();
        road.onMaster("alter table " + table + " replica identity full");
        Await.within(OTHER_IDENTITY, () -> false);
        road.onMaster("alter table " + table + " replica identity default");
    }
}

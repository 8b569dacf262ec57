package io.cdcvault.bench.stage;

import io.cdcvault.capture.connector.CaptureScope;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.Topics;
import io.cdcvault.schema.model.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * What all runs have in common: an installation on the backlog's tables, and the place where the backlog begins.
 *
 * @param start the slot's position, so that there is no snapshot
 */
record Setup(Installation installation, Lsn start) {

    /** For the airline's one table without a primary key. */
    private static final Map<TableName, List<String>> KEYS =
            Map.of(new TableName("public", "boarding_passes"), List.of("ticket_no", "flight_id"));

    CaptureScope scope() {
        try (SourceDatabase source = SourceDatabase.connect(installation.settings(), "benchmark")) {
            List<TableName> tables = source.publishedTables();
            Map<TableName, List<String>> keys = new HashMap<>(KEYS);
            keys.keySet().retainAll(tables);
            return CaptureScope.of(tables, keys);
        }
    }

    KafkaClients clients() {
        return new KafkaClients(installation.settings());
    }

    void createTopics() throws InterruptedException {
        try (Admin admin = clients().admin()) {
            new Topics(installation.settings()).createMissing(admin, installation.tables());
        }
    }

    /** As if everything before the backlog had been captured. */
    CapturePosition position() {
        Map<String, Object> offset =
                Map.of("lsn", start.bytes(), "lsn_commit", start.bytes(), "txId", 0L, "ts_usec", 0L);
        return new CapturePosition(offset, new TransactionStamp(0, 0), 0, start);
    }
}

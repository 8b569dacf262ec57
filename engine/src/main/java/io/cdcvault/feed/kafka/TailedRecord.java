package io.cdcvault.feed.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.TransactionNumber;
import java.util.Comparator;

/**
 * A record of a change topic, for people and programs that look on.
 *
 * @param transaction number of the transaction; before the first when the service did not write the record
 * @param loadDate of the transaction; when the record was published, when the service did not write it
 * @param key as JSON, without a schema; missing when the record has none
 * @param envelope as JSON, without a schema; missing when it is none
 * @param value as on the topic
 */
// The bytes are printed as they are, and never compared.
@SuppressWarnings("ArrayRecordComponent")
public record TailedRecord(
        String topic,
        long offset,
        TransactionNumber transaction,
        LoadDate loadDate,
        JsonNode key,
        JsonNode envelope,
        byte[] value) {

    /** As the master committed: by transaction, its BEGIN first, its END last. */
    static final Comparator<TailedRecord> COMMIT_ORDER = Comparator.comparing(TailedRecord::transaction)
            .thenComparingLong(TailedRecord::order)
            .thenComparing(TailedRecord::topic)
            .thenComparingLong(TailedRecord::offset);

    /** Whether it is a BEGIN or an END of a transaction. */
    public boolean isTransaction() {
        return envelope.has("status");
    }

    private long order() {
        if (isTransaction()) {
            return envelope.path("status").asText().equals("BEGIN") ? -1 : Long.MAX_VALUE;
        }
        // Rows of a snapshot have no order.
        return envelope.path("transaction").path("total_order").asLong(0);
    }
}

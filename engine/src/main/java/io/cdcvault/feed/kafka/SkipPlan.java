package io.cdcvault.feed.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a loader continues after records that the topics have lost: with the first transaction from which on the topics
 * hold everything.
 *
 * @param last the last transaction that is skipped
 * @param next the next offset to read, by partition
 * @param gaps what is lost or skipped
 * @param tables those whose rows must be read from the source again
 */
public record SkipPlan(Skipped last, Map<String, Long> next, List<Gap> gaps, Set<TableName> tables) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A transaction that nothing is loaded of.
     *
     * @param commitLsn when its END is lost too, that of the last transaction before it that is known
     * @param events row changes of the source up to it
     */
    public record Skipped(TransactionStamp stamp, Lsn commitLsn, long events) {}

    /**
     * What is not loaded from one partition.
     *
     * @param table empty for the partition of the transactions
     * @param from the first offset, inclusive
     * @param to exclusive
     * @param lost how many of these offsets the topic does not hold any more
     */
    public record Gap(Optional<TableName> table, String partition, long from, long to, long lost) {}

    public SkipPlan {
        next = Map.copyOf(next);
        gaps = List.copyOf(gaps);
        tables = Set.copyOf(tables);
    }

    /** Where the feed stands, as its position in the warehouse holds it. */
    public String resumeFrom() {
        return new FeedOffsets(next).toJson();
    }

    /**
     * The same while a group loads: for each partition that moves, its position before and after.
     *
     * @param before as the warehouse holds it, by partition
     * @param transactions the partition that every loader reads
     */
    public String moves(Map<String, String> before, String transactions) {
        ObjectNode moves = JSON.createObjectNode();
        try {
            for (Map.Entry<String, String> partition : before.entrySet()) {
                String after = new FeedOffsets(Map.of(
                                partition.getKey(), offset(partition.getKey()), transactions, offset(transactions)))
                        .toJson();
                ObjectNode move = moves.putObject(partition.getKey());
                move.set("from", JSON.readTree(partition.getValue()));
                move.set("to", JSON.readTree(after));
            }
            return JSON.writeValueAsString(moves);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What the warehouse holds as JSON is JSON", e);
        }
    }

    private long offset(String partition) {
        return Objects.requireNonNull(next.get(partition), () -> partition + " is not read");
    }
}

package io.cdcvault.feed.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a group's checkpoint resumes from: for each partition that moves, its position before and after. A partition's
 * position holds the next offset in itself and in the transaction topic.
 */
final class GroupPosition {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GroupPosition() {}

    /** Moves the cursors, and returns from where to where. */
    static String move(List<GroupCursor> cursors, BufferedEnd to, TopicPartition transactions) {
        try {
            ObjectNode moves = JSON.createObjectNode();
            for (GroupCursor cursor : cursors) {
                String before = cursor.resumeFrom();
                String after = new FeedOffsets(Map.of(
                                cursor.partition().toString(), cursor.queue().nextOffset(),
                                transactions.toString(), to.nextOffset()))
                        .toJson();
                ObjectNode move = moves.putObject(cursor.partition().toString());
                move.set("from", JSON.readTree(before));
                move.set("to", JSON.readTree(after));
                cursor.moveTo(after, to.end().stamp().number());
            }
            return JSON.writeValueAsString(moves);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What the warehouse holds as JSON is JSON", e);
        }
    }
}

package io.cdcvault.service;

import io.cdcvault.bookkeeping.PartitionPositions;
import io.cdcvault.feed.BatchLimit;
import io.cdcvault.feed.kafka.GroupFeed;
import io.cdcvault.feed.kafka.PartitionStates.PartitionState;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.time.Time;
import java.util.HashMap;
import java.util.Map;

/** Puts a group's feed together with the positions in the warehouse. */
final class GroupParts {

    private GroupParts() {}

    static GroupFeed.Parts of(
            Installation installation, KafkaClients clients, PartitionPositions positions, Time time) {
        return new GroupFeed.Parts(
                clients,
                installation.topics(),
                installation.model(),
                () -> states(positions),
                BatchLimit.of(installation.settings().load().batchRows()),
                time);
    }

    private static Map<String, PartitionState> states(PartitionPositions positions) {
        Map<String, PartitionState> states = new HashMap<>();
        positions
                .read()
                .forEach((partition, position) ->
                        states.put(partition, new PartitionState(position.resumeFrom(), position.transaction())));
        return states;
    }
}

package io.cdcvault.status;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.feed.kafka.PendingTransaction;
import io.cdcvault.feed.kafka.TopicList;
import io.cdcvault.feed.kafka.TopicState;
import io.cdcvault.publish.KafkaClients;
import io.cdcvault.publish.PublishedPosition;
import io.cdcvault.publish.TopicNames;
import io.cdcvault.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Looks at the topics. */
final class LogProbe {

    private final TopicList topics;
    private final KafkaClients clients;
    private final TopicNames names;

    LogProbe(Settings settings) {
        this.topics = new TopicList(settings);
        this.clients = new KafkaClients(settings);
        this.names = new TopicNames(settings.topicPrefix());
    }

    /** @param warehouse what was seen of it: the position is read after it, so it is never the older one */
    Part<LogView> look(Supplier<Part<WarehouseView>> warehouse) {
        try {
            Map<String, Long> ends = new TreeMap<>();
            List<TopicState> states = topics.read();
            states.forEach(topic -> ends.put(topic.name(), topic.end()));
            Optional<AppliedView> applied = warehouse.get().seen().flatMap(WarehouseView::applied);
            Optional<CapturePosition> published = new PublishedPosition(clients, names).read();
            return new Part.Seen<>(new LogView(
                    published, oldestPending(published, applied), ends, waiting(states, applied), Ages.now()));
        } catch (CdcVaultException e) {
            return new Part.Unreachable<>(String.valueOf(e.getMessage()), Optional.of(e.kind()));
        }
    }

    /**
     * By topic; markers of transactions count too, so it is an upper bound. A group's share is not known as a whole.
     */
    private static Map<String, Long> waiting(List<TopicState> topics, Optional<AppliedView> applied) {
        Map<String, Long> waiting = new TreeMap<>();
        applied.filter(view -> !view.isShared())
                .map(AppliedView::resumeFrom)
                .ifPresent(
                        position -> topics.forEach(topic -> waiting.put(topic.name(), topic.waitingBehind(position))));
        return waiting;
    }

    private Optional<TransactionStamp> oldestPending(
            Optional<CapturePosition> published, Optional<AppliedView> applied) {
        long first = applied.map(AppliedView::number).orElse(0L) + 1;
        if (published.filter(position -> position.stamp().number() >= first).isEmpty()) {
            return Optional.empty();
        }
        return new PendingTransaction(clients, names).after(applied.map(AppliedView::resumeFrom));
    }
}

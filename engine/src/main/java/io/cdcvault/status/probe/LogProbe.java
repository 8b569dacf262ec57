package io.cdcvault.status.probe;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.feed.kafka.PendingTransaction;
import io.cdcvault.feed.kafka.TopicList;
import io.cdcvault.feed.kafka.TopicState;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.publish.PublishedPosition;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.Ages;
import io.cdcvault.status.AppliedView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Looks at the topics. */
public final class LogProbe {

    private final TopicList topics;
    private final KafkaClients clients;
    private final TopicNames names;

    public LogProbe(Settings settings) {
        this.topics = new TopicList(settings);
        this.clients = new KafkaClients(settings);
        this.names = new TopicNames(settings.topicPrefix());
    }

    /** Reads the position after the warehouse was seen, so that it is never the older of the two. */
    public Probed<LogView> look(Supplier<Probed<WarehouseView>> warehouse) {
        try {
            Map<String, Long> ends = new TreeMap<>();
            List<TopicState> states = topics.read();
            states.forEach(topic -> ends.put(topic.name(), topic.end()));
            Optional<AppliedView> applied = warehouse.get().seen().flatMap(WarehouseView::applied);
            Optional<CapturePosition> published = new PublishedPosition(clients, names).read();
            return new Probed.Seen<>(new LogView(
                    published, oldestPending(published, applied), ends, waiting(states, applied), Ages.now()));
        } catch (CdcVaultException e) {
            return new Probed.Unreachable<>(String.valueOf(e.getMessage()), Optional.of(e.kind()));
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

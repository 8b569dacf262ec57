package io.cdcvault.status.probe;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.TransactionNumber;
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
import io.cdcvault.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Looks at the topics. */
public final class LogProbe {

    /** A transaction that its program ends sooner delays no reader. */
    private static final Duration OPEN_FOR = Duration.ofSeconds(10);

    private final TopicList topics;
    private final KafkaClients clients;
    private final TopicNames names;
    private final Time time;

    public LogProbe(Settings settings, Time time) {
        this.time = time;
        this.topics = new TopicList(settings);
        this.clients = new KafkaClients(settings);
        this.names = TopicNames.of(settings);
    }

    /** Reads the position after the warehouse was seen, so that it is never the older of the two. */
    public Probed<LogView> look(Supplier<Probed<WarehouseView>> warehouse) {
        try {
            Map<String, Long> ends = new TreeMap<>();
            List<TopicState> states = topics.read();
            states.forEach(topic -> ends.put(topic.name(), topic.end()));
            Optional<AppliedView> applied = warehouse.get().seen().flatMap(WarehouseView::applied);
            Optional<CapturePosition> published = new PublishedPosition(clients, names, time).read();
            return new Probed.Seen<>(new LogView(
                    published,
                    oldestPending(published, applied),
                    ends,
                    waiting(states, applied),
                    missing(ends, applied),
                    heldBack(states),
                    Ages.micros(time.now())));
        } catch (CdcVaultException e) {
            return new Probed.Unreachable<>(String.valueOf(e.getMessage()), Optional.of(e.kind()));
        }
    }

    /** What the loader has read, and what is not there any more. A group's share is not known as a whole. */
    private static List<String> missing(Map<String, Long> existing, Optional<AppliedView> applied) {
        return applied.filter(view -> !view.isShared()).map(AppliedView::resumeFrom).stream()
                .flatMap(position -> TopicState.readBefore(position).stream())
                .filter(topic -> !existing.containsKey(topic))
                .toList();
    }

    private List<LogView.Obstruction> heldBack(List<TopicState> states) {
        Instant since = time.now().minus(OPEN_FOR);
        return states.stream()
                .flatMap(topic -> topic.partitions().stream())
                .flatMap(partition -> partition.heldBack().stream())
                .filter(held -> held.lastWrite().isBefore(since))
                .map(held -> new LogView.Obstruction(held.what(), held.todo(clients.commands())))
                .toList();
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
        TransactionNumber loaded = applied.map(AppliedView::number).orElse(TransactionNumber.BEFORE_FIRST);
        if (published
                .filter(position -> position.stamp().number().isAfter(loaded))
                .isEmpty()) {
            return Optional.empty();
        }
        return new PendingTransaction(clients, names).after(applied.map(AppliedView::resumeFrom));
    }
}

package io.cdcvault.capture.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.Sizeable;
import io.debezium.util.LoggingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** In Debezium's own queue, as the connector makes it. */
final class RestingQueueTest {

    private static final int EVENTS = 20_000;

    /** An event. */
    private record Event(int number) implements Sizeable {

        @Override
        public long objectSize() {
            return 1;
        }
    }

    /** Counts how often it is asked. */
    private static final class Counted implements QueueProvider<Event> {

        private final RestingQueue<Event> queue = new RestingQueue<>();
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public String name() {
            return queue.name();
        }

        @Override
        public void configure(Map<String, ?> properties) {
            queue.configure(properties);
        }

        @Override
        public void enqueue(Event event) {
            queue.enqueue(event);
        }

        @Override
        public Event poll() {
            return queue.poll();
        }

        @Override
        public int size() {
            asked.incrementAndGet();
            return queue.size();
        }
    }

    @Test
    @SuppressWarnings("rawtypes") // Services are looked up by their class.
    void connectorFindsIt() {
        assertThat(ServiceLoader.load(QueueProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(QueueProvider::name))
                .contains(RestingQueue.NAME);
    }

    @Test
    void emptyQueueIsHardlyAsked() throws InterruptedException {
        Counted counted = new Counted();
        ChangeEventQueue<Event> queue = queue(counted);

        for (int poll = 0; poll < 20; poll++) {
            assertThat(queue.poll()).isEmpty();
        }

        // Some thousand times a poll without the rest.
        assertThat(counted.asked.get()).isLessThan(20 * 40);
    }

    @Test
    void eventsComeInTheirOrderWhileThePollerRests() throws Exception {
        ChangeEventQueue<Event> queue = queue(new Counted());
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(queue));
        List<Integer> seen = new ArrayList<>();

        while (seen.size() < EVENTS) {
            queue.poll().forEach(event -> seen.add(event.number()));
        }

        writing.join();
        assertThat(seen).hasSize(EVENTS).isSorted();
    }

    private static void write(ChangeEventQueue<Event> queue) {
        try {
            for (int number = 0; number < EVENTS; number++) {
                queue.enqueue(new Event(number));
                if (number % 5_000 == 0) {
                    Thread.sleep(25);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChangeEventQueue<Event> queue(QueueProvider<Event> provider) {
        provider.configure(Map.of("max.queue.size", "512"));
        return new ChangeEventQueue.Builder<Event>()
                .pollInterval(Duration.ofMillis(20))
                .maxBatchSize(128)
                .maxQueueSize(512)
                .loggingContextSupplier(() -> LoggingContext.forConnector("test", "test", "poll"))
                .queueProvider(provider)
                .build();
    }
}

package io.cdcvault.capture.connector;

import io.cdcvault.time.Time;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.Sizeable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

/**
 * Events on their way from the decoding thread to the one that hands them on, in memory. Rests while it is empty:
 * {@code ChangeEventQueue} waits for whole milliseconds and asks without a pause in the last one of each poll, which
 * took 4 % of a core of a service that had nothing to do. It asks under its lock, so an event that comes meanwhile
 * waits for the rest of the rest.
 *
 * @param <T> an event
 */
public final class RestingQueue<T extends Sizeable> implements QueueProvider<T> {

    /** The connector makes this class by its name. */
    static final String NAME = "resting";

    /** A poll asks so often before it waits and right after; what comes then is the last millisecond. */
    private static final int ASKED_FOR_WORK = 6;

    private static final Duration REST = Duration.ofMillis(1);

    private final Time time = Time.system();
    private Queue<T> queue = new ArrayDeque<>();
    /** How often, since there was an event or a rest. */
    private int asked;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void configure(Map<String, ?> properties) {
        queue = new ArrayDeque<>(Configuration.from(properties).getInteger(CommonConnectorConfig.MAX_QUEUE_SIZE));
    }

    @Override
    public void enqueue(T event) {
        asked = 0;
        queue.add(event);
    }

    @Override
    public T poll() {
        return queue.remove();
    }

    @Override
    public int size() {
        int size = queue.size();
        if (size > 0) {
            asked = 0;
        } else if (++asked > ASKED_FOR_WORK) {
            asked = 0;
            rest();
        }
        return size;
    }

    private void rest() {
        try {
            time.sleep(REST);
        } catch (InterruptedException e) {
            // The queue itself ends the poll by it.
            Thread.currentThread().interrupt();
        }
    }
}

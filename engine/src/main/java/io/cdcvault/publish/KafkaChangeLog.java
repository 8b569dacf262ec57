package io.cdcvault.publish;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.failure.HaltPoint;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import io.cdcvault.kafka.RecordSizes;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.relay.Relay;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * The change log in Kafka: the Kafka transaction that carries the rows also carries the position, so a reader of
 * committed records sees whole source transactions, and each of them once.
 */
public final class KafkaChangeLog implements ChangeLog {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final TopicNames names;
    private final PublishedPosition published;
    private final byte[] positionKey;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> sendFailure = new AtomicReference<>();
    private final Duration timeout;
    private final TransactionContents contents;
    private final RecordSizes sizes;
    private final Time time;
    private final Relay relay;
    private final OpenPublication publication;
    private boolean inTransaction;
    /** Since the last transaction began. */
    private Stopwatch open;

    public KafkaChangeLog(KafkaClients clients, TopicNames names, String installation, Time time) {
        this(clients, names, installation, Relay.unconnected(time), time);
    }

    /** @param relay takes what is committed to the loader of this process */
    public KafkaChangeLog(KafkaClients clients, TopicNames names, String installation, Relay relay, Time time) {
        this.relay = relay;
        this.publication = new OpenPublication(relay);
        this.names = names;
        this.time = time;
        this.open = time.stopwatch();
        this.published = new PublishedPosition(clients, names, time);
        this.positionKey = installation.getBytes(StandardCharsets.UTF_8);
        this.producer = clients.transactionalProducer();
        this.timeout = clients.transactionTimeout();
        this.sizes = clients.recordSizes();
        this.contents =
                new TransactionContents(topic -> producer.partitionsFor(topic).size());
    }

    @Override
    public CapturePosition open() {
        return attempt("take over the topics of prefix " + names.prefix(), () -> {
            // Aborts what an earlier producer left open; only then is the end of the committed records final.
            producer.initTransactions();
            published.requireReadable();
            CapturePosition position = published.read().orElse(CapturePosition.START);
            relay.opened();
            return position;
        });
    }

    @Override
    public void append(ChangeRecord record) {
        attempt("write to " + record.topic(), () -> {
            beginIfNeeded();
            publish(record);
            return record;
        });
    }

    @Override
    public void commit(CapturePosition position) {
        attempt("commit up to " + position.commitLsn(), () -> {
            beginIfNeeded();
            send(
                    new ProducerRecord<>(
                            names.position(), TopicNames.ORDERED, positionKey, PositionJson.write(position)),
                    null);
            HaltPoint.BEFORE_KAFKA_COMMIT.pass();
            producer.commitTransaction();
            HaltPoint.AFTER_KAFKA_COMMIT.pass();
            inTransaction = false;
            publication.committed();
            return position;
        });
    }

    /** Nothing that was not committed becomes visible. */
    @Override
    public void close() {
        relay.closed();
        producer.close(CLOSE_PATIENCE);
    }

    private void beginIfNeeded() {
        if (!inTransaction) {
            producer.beginTransaction();
            publication.begin();
            open = time.stopwatch();
            inTransaction = true;
        }
        Exception failure = sendFailure.get();
        if (failure != null) {
            throw new KafkaException(failure);
        }
    }

    private void publish(ChangeRecord record) {
        ChangeRecord fitted = sizes.fitted(record.written());
        ProducerRecord<byte[], byte[]> published = contents.add(fitted);
        send(published, publication.add(published, fitted));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of a failure, and the commit waits for all.
    private void send(ProducerRecord<byte[], byte[]> record, OpenPublication.@Nullable Sent remembered) {
        int size = record.value() == null ? 0 : record.value().length;
        producer.send(record, (metadata, failure) -> {
            sent(record.topic(), size, failure);
            if (remembered != null && failure == null) {
                remembered.at(metadata);
            }
        });
    }

    private void sent(String topic, int size, @Nullable Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            RecordSizes.refused(topic, size);
        }
        if (failure != null) {
            sendFailure.compareAndSet(null, failure);
        }
    }

    private interface Work<T> {
        T run();
    }

    private <T> T attempt(String what, Work<T> work) {
        try {
            return work.run();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw fenced(what, e);
        } catch (KafkaException e) {
            if (e.getCause() instanceof ProducerFencedException
                    || e.getCause() instanceof InvalidProducerEpochException) {
                throw fenced(what, e);
            }
            throw KafkaFailures.failure(what, e);
        }
    }

    /** The brokers treat a producer whose transaction they have aborted like one that was replaced. */
    private CdcVaultException fenced(String what, KafkaException e) {
        return inTransaction && open.isOver(timeout)
                ? new CdcVaultException(
                        FailureKind.KAFKA_TIMED_OUT,
                        "Cannot " + what + ": publishing one source transaction took longer than " + timeout.toSeconds()
                                + " s, and the brokers aborted it",
                        e)
                : new CdcVaultException(FailureKind.KAFKA_FENCED, "Cannot " + what + ": another producer took over", e);
    }
}

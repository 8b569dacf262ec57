package io.cdcvault.capture.engine;

import io.cdcvault.capture.connector.CaptureScope;
import io.cdcvault.capture.connector.ConnectorProperties;
import io.cdcvault.capture.snapshot.ChunkReader;
import io.cdcvault.capture.snapshot.WantedSnapshots;
import io.cdcvault.capture.text.CaptureSessions;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.failure.MachineFailure;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams a master's changes into a change log, beginning with a snapshot when the log is empty. For one use: after
 * {@link #run} has ended, for any reason, make another.
 */
public final class DebeziumCapture {

    private static final Logger LOG = LoggerFactory.getLogger(DebeziumCapture.class);

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final BatchHandler handler;
    private final CaptureSessions sessions = new CaptureSessions();
    private volatile @Nullable CdcVaultException failure;

    /**
     * @param settings of the primary
     * @param captured settings of the server that changes are captured from
     * @param scope what is captured
     * @param tombstones whether a deletion is followed by a record without a value, for compacted topics
     * @param log open
     * @param from what opening the log returned
     * @param wanted snapshots of single tables, to be taken meanwhile
     * @param isEnded whether a table that is not there has no rows; otherwise its snapshot waits
     */
    public DebeziumCapture(
            Settings settings,
            Settings captured,
            CaptureScope scope,
            boolean tombstones,
            ChangeLog log,
            CapturePosition from,
            WantedSnapshots wanted,
            Predicate<TableName> isEnded,
            Time time) {
        CapturedEnvelopes envelopes =
                new CapturedEnvelopes(new EnvelopeJson(settings.kafka().schemas()));
        handler = new BatchHandler(
                log,
                new TransactionStamper(log, envelopes, settings.topicPrefix() + ".transaction", from),
                new TableSnapshotting(new ChunkReader(settings, scope, isEnded, time), wanted, time),
                from,
                settings.capture().maxBatchSize());
        engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(properties(captured, scope, tombstones, from))
                .using(this::completed)
                .notifying(handler)
                .build();
    }

    /**
     * Returns after {@link #stop}.
     *
     * @throws CdcVaultException when the capture cannot continue
     */
    public void run() {
        sessions.listen();
        try (sessions) {
            engine.run();
        }
        CdcVaultException cause = failure;
        if (cause != null) {
            throw cause;
        }
    }

    /**
     * Lets the batch at work be committed, then ends {@link #run}. From any thread.
     *
     * @param patience for the batch
     * @return whether the batch was committed in time; if not, {@link #run} ends when what blocks it ends
     */
    public boolean stop(Duration patience) throws InterruptedException {
        boolean isDrained = handler.drain(patience);
        if (isDrained && handler.isStreaming()) {
            close();
        } else {
            // Neither a start nor a snapshot can be closed: both end when they lose their connections.
            sessions.abort();
        }
        return isDrained;
    }

    /** Whether the stream has begun, so that no slot is being created and no snapshot is read. */
    public boolean isStreaming() {
        return handler.isStreaming();
    }

    /** Lets go of the master at once, also while a batch waits: a master that is shut down waits for its streams. */
    public void abandon() {
        handler.takeNoMore();
        sessions.abort();
    }

    private void close() {
        try {
            engine.close();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The engine had ended before it was stopped, or not begun", e);
            sessions.abort();
        }
    }

    private Properties properties(Settings settings, CaptureScope scope, boolean tombstones, CapturePosition from) {
        Properties properties = new ConnectorProperties(settings).properties(scope, tombstones, from);
        properties.setProperty("driver." + CaptureSessions.PROPERTY, sessions.key());
        return properties;
    }

    private void completed(boolean success, @Nullable String message, @Nullable Throwable error) {
        if (success) {
            return;
        }
        failure = failure(message, error);
    }

    static CdcVaultException failure(@Nullable String message, @Nullable Throwable error) {
        Optional<Error> machine = Optional.ofNullable(error).flatMap(MachineFailure::in);
        if (machine.isPresent()) {
            return MachineFailure.of("The capture", machine.get());
        }
        return error instanceof CdcVaultException ours
                ? ours
                : new CdcVaultException(
                        FailureKind.CAPTURE_FAILED, "The Debezium engine ended: " + message + rootCause(error), error);
    }

    /** The engine's own message says little more than that it failed. */
    private static String rootCause(@Nullable Throwable error) {
        Throwable root = error;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        if (root == null || root == error) {
            return "";
        }
        return ": " + (root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    }
}

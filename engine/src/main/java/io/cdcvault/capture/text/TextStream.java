package io.cdcvault.capture.text;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** The stream of a {@link TextReplication}. */
final class TextStream implements PGReplicationStream {

    private final PGReplicationStream stream;
    private final TextReplication replication;

    TextStream(PGReplicationStream stream, TextReplication replication) {
        this.stream = stream;
        this.replication = replication;
    }

    @Override
    public @Nullable ByteBuffer read() throws SQLException {
        ByteBuffer message = stream.read();
        while (message != null && TextReplication.isMessageOfTransaction(message)) {
            message = stream.read();
        }
        return asText(message);
    }

    @Override
    public @Nullable ByteBuffer readPending() throws SQLException {
        ByteBuffer message = stream.readPending();
        while (message != null && TextReplication.isMessageOfTransaction(message)) {
            message = stream.readPending();
        }
        return asText(message);
    }

    private @Nullable ByteBuffer asText(@Nullable ByteBuffer message) throws SQLException {
        if (message != null) {
            replication.callColumnsText(message);
        }
        return message;
    }

    @Override
    public LogSequenceNumber getLastReceiveLSN() {
        return stream.getLastReceiveLSN();
    }

    @Override
    public LogSequenceNumber getLastFlushedLSN() {
        return stream.getLastFlushedLSN();
    }

    @Override
    public LogSequenceNumber getLastAppliedLSN() {
        return stream.getLastAppliedLSN();
    }

    @Override
    public void setFlushedLSN(LogSequenceNumber flushed) {
        stream.setFlushedLSN(flushed);
    }

    @Override
    public void setAppliedLSN(LogSequenceNumber applied) {
        stream.setAppliedLSN(applied);
    }

    @Override
    public void forceUpdateStatus() throws SQLException {
        stream.forceUpdateStatus();
    }

    @Override
    public boolean isClosed() {
        return stream.isClosed();
    }

    @Override
    public void close() throws SQLException {
        stream.close();
    }
}

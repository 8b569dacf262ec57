package io.debezium.pipeline.metrics;

import io.debezium.connector.base.ChangeEventQueueMetrics;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.data.Envelope.Operation;
import io.debezium.pipeline.ConnectorEvent;
import io.debezium.pipeline.metrics.spi.ChangeEventSourceMetricsFactory;
import io.debezium.pipeline.source.spi.EventMetadataProvider;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.spi.Partition;
import io.debezium.spi.schema.DataCollectionId;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for Debezium's class of this name, which the connector makes without asking: its metrics of each event, a
 * text of the newest one and a queue of measurements among them, took a fifth of the service's time and nothing reads
 * them. What remains is the progress of a snapshot.
 *
 * <p>Why: docs/decisions/0021-debezium-measures-no-events.md
 */
@SuppressWarnings("rawtypes") // As the interface has it.
public class DefaultChangeEventSourceMetricsFactory<P extends Partition> implements ChangeEventSourceMetricsFactory<P> {

    @Override
    public <T extends CdcSourceTaskContext> SnapshotChangeEventSourceMetrics<P> getSnapshotMetrics(
            T taskContext, ChangeEventQueueMetrics queueMetrics, EventMetadataProvider metadataProvider) {
        return new TablesOnly<>(taskContext, queueMetrics, metadataProvider);
    }

    @Override
    public <T extends CdcSourceTaskContext> StreamingChangeEventSourceMetrics<P> getStreamingMetrics(
            T taskContext,
            ChangeEventQueueMetrics queueMetrics,
            EventMetadataProvider metadataProvider,
            CapturedTablesSupplier capturedTables) {
        return new Nothing<>();
    }

    /** The metrics of a snapshot without those of its rows. */
    private static final class TablesOnly<P extends Partition> extends DefaultSnapshotChangeEventSourceMetrics<P> {

        <T extends CdcSourceTaskContext> TablesOnly(
                T taskContext, ChangeEventQueueMetrics queueMetrics, EventMetadataProvider metadataProvider) {
            super(taskContext, queueMetrics, metadataProvider);
        }

        @Override
        public void onEvent(
                P partition,
                DataCollectionId table,
                OffsetContext offset,
                Object key,
                Struct value,
                @Nullable Operation operation) {}
    }

    /** No metrics at all. */
    private static final class Nothing<P extends Partition> implements StreamingChangeEventSourceMetrics<P> {

        @Override
        public void register() {}

        @Override
        public void unregister() {}

        @Override
        public void connected(boolean connected) {}

        @Override
        public void onEvent(
                P partition,
                DataCollectionId table,
                OffsetContext offset,
                Object key,
                Struct value,
                @Nullable Operation operation) {}

        @Override
        public void onFilteredEvent(P partition, String event) {}

        @Override
        public void onFilteredEvent(P partition, String event, Operation operation) {}

        @Override
        public void onErroneousEvent(P partition, String event) {}

        @Override
        public void onErroneousEvent(P partition, String event, Operation operation) {}

        @Override
        public void onConnectorEvent(P partition, ConnectorEvent event) {}
    }
}

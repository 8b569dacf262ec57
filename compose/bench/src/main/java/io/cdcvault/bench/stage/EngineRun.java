package io.cdcvault.bench.stage;

import io.cdcvault.capture.connector.ConnectorProperties;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** The engine alone: its records are counted and dropped. */
final class EngineRun implements StageRun {

    private final Setup setup;

    EngineRun(Setup setup) {
        this.setup = setup;
    }

    @Override
    public void run(Watch watch) {
        new FirstEvent(setup, watch).lookOut();
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(new ConnectorProperties(setup.installation().settings())
                        .properties(setup.scope(), false, setup.position()))
                .using((success, message, error) ->
                        watch.fail(new IllegalStateException("The engine ended: " + message, error)))
                .notifying(new Counter(watch))
                .build()
                .run();
    }

    private static final class Counter implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {

        private final Watch watch;
        private long rows;
        private long transactions;

        Counter(Watch watch) {
            this.watch = watch;
        }

        @Override
        public void handleBatch(
                List<RecordChangeEvent<SourceRecord>> batch, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
                throws InterruptedException {
            batch.forEach(event -> count((Struct) event.record().value()));
            committer.markProcessed(batch.get(batch.size() - 1));
            committer.markBatchFinished();
            watch.reached(rows, transactions);
        }

        private void count(Struct value) {
            if (value.schema().field("status") != null) {
                transactions += value.getString("status").equals("END") ? 1 : 0;
            } else if (value.schema().field("op") != null
                    && !value.getString("op").equals("m")) {
                rows++;
            }
        }
    }
}

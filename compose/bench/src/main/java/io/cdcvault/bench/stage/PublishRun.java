package io.cdcvault.bench.stage;

import io.cdcvault.capture.connector.CaptureScope;
import io.cdcvault.capture.engine.DebeziumCapture;
import io.cdcvault.capture.snapshot.WantedSnapshots;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.installation.Installation;
import io.cdcvault.publish.KafkaChangeLog;
import io.cdcvault.time.Time;

/** From the WAL to the topics. */
final class PublishRun implements StageRun {

    private final Airline airline;

    PublishRun(Airline airline) {
        this.airline = airline;
    }

    @Override
    public void run(Watch watch) throws InterruptedException {
        Installation installation = airline.installation();
        new FirstEvent(airline, watch).lookOut();
        airline.createTopics();
        ChangeLog log = new Watched(
                new KafkaChangeLog(
                        airline.clients(),
                        installation.topics(),
                        installation.settings().name(),
                        Time.system()),
                watch);
        log.open();
        new DebeziumCapture(
                        installation.settings(),
                        CaptureScope.of(airline.publishedTables(), Airline.KEYS),
                        false,
                        log,
                        airline.position(),
                        new WantedSnapshots(),
                        Time.system())
                .run();
    }

    /** Reports to the watch what is durable. */
    private record Watched(ChangeLog log, Watch watch) implements ChangeLog {

        @Override
        public CapturePosition open() {
            return log.open();
        }

        @Override
        public void append(ChangeRecord record) {
            log.append(record);
        }

        @Override
        public void commit(CapturePosition position) {
            log.commit(position);
            watch.reached(position.events(), position.stamp().number().value());
        }

        @Override
        public void close() {
            log.close();
        }
    }
}

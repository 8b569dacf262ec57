package io.cdcvault.bench.stage;

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

    private final Setup setup;

    PublishRun(Setup setup) {
        this.setup = setup;
    }

    @Override
    public void run(Watch watch) throws InterruptedException {
        Installation installation = setup.installation();
        new FirstEvent(setup, watch).lookOut();
        setup.createTopics();
        ChangeLog log = new Watched(
                new KafkaChangeLog(
                        setup.clients(),
                        installation.topics(),
                        installation.settings().name(),
                        Time.system()),
                watch);
        log.open();
        new DebeziumCapture(
                        installation.settings(),
                        installation.settings(),
                        setup.scope(),
                        false,
                        log,
                        setup.position(),
                        new WantedSnapshots(),
                        table -> false,
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

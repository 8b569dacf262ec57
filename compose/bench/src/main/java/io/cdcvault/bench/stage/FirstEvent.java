package io.cdcvault.bench.stage;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Sees the connector's first event, in the same way for every stage after the connector. */
final class FirstEvent {

    private static final long PAUSE_MS = 5;

    private final String topicPrefix;
    private final Watch watch;

    FirstEvent(String topicPrefix, Watch watch) {
        this.topicPrefix = topicPrefix;
        this.watch = watch;
    }

    /** Looks out for it on a thread of its own. */
    void lookOut() {
        Thread thread = new Thread(this::waitForIt, "first-event");
        thread.setDaemon(true);
        thread.start();
    }

    private void waitForIt() {
        try {
            while (!watch.isOver() && events() == 0) {
                Thread.sleep(PAUSE_MS);
            }
            watch.begin();
        } catch (InterruptedException | JMException e) {
            watch.fail(e);
        }
    }

    private long events() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName metrics =
                new ObjectName("debezium.postgres:type=connector-metrics,context=streaming,server=" + topicPrefix);
        return server.isRegistered(metrics) ? (Long) server.getAttribute(metrics, "TotalNumberOfEventsSeen") : 0;
    }
}

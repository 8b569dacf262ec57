package io.cdcvault.capture.snapshot;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * How far a snapshot is that this process takes or took, as the connector reports.
 *
 * @param rows read so far, by table
 */
public record SnapshotProgress(
        boolean isRunning, boolean isCompleted, int tables, int remaining, long seconds, Map<String, Long> rows) {

    public SnapshotProgress {
        rows = Map.copyOf(rows);
    }

    /** Empty when no snapshot was taken since the capture began. */
    public static Optional<SnapshotProgress> ofCapture(String topicPrefix) {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            ObjectName name =
                    new ObjectName("debezium.postgres:type=connector-metrics,context=snapshot,server=" + topicPrefix);
            return beans.isRegistered(name)
                    ? Optional.of(read(beans, name)).filter(SnapshotProgress::wasTaken)
                    : Optional.empty();
        } catch (JMException e) {
            // The connector has just ended, and its numbers with it.
            return Optional.empty();
        }
    }

    private boolean wasTaken() {
        return isRunning || isCompleted;
    }

    private static SnapshotProgress read(MBeanServer beans, ObjectName name) throws JMException {
        return new SnapshotProgress(
                (Boolean) beans.getAttribute(name, "SnapshotRunning"),
                (Boolean) beans.getAttribute(name, "SnapshotCompleted"),
                (Integer) beans.getAttribute(name, "TotalTableCount"),
                (Integer) beans.getAttribute(name, "RemainingTableCount"),
                (Long) beans.getAttribute(name, "SnapshotDurationInSeconds"),
                rows((TabularData) beans.getAttribute(name, "RowsScanned")));
    }

    private static Map<String, Long> rows(TabularData scanned) {
        Map<String, Long> rows = new TreeMap<>();
        for (Object row : scanned.values()) {
            if (row instanceof CompositeData table) {
                rows.put(String.valueOf(table.get("key")), (Long) table.get("value"));
            }
        }
        return rows;
    }
}

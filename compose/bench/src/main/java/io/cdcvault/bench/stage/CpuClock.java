package io.cdcvault.bench.stage;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time used so far, by the process and by its threads.
 *
 * @param threads by id
 */
record CpuClock(double processSeconds, Map<Long, Double> threads) {

    private static final double NANOS = 1e9;
    private static final double LEAST = 0.01;

    static CpuClock now() {
        ThreadMXBean all = ManagementFactory.getThreadMXBean();
        Map<Long, Double> threads = new HashMap<>();
        for (long id : all.getAllThreadIds()) {
            threads.put(id, Math.max(0, all.getThreadCpuTime(id)) / NANOS);
        }
        var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new CpuClock(process.getProcessCpuTime() / NANOS, threads);
    }

    /** Of another process, whose threads cannot be seen. */
    static CpuClock of(ProcessHandle process) {
        Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
        return new CpuClock(used.toNanos() / NANOS, Map.of());
    }

    /** By thread name; those that have ended count with {@link Reading#JVM}. */
    Map<String, Double> threadsSince(CpuClock earlier) {
        ThreadMXBean all = ManagementFactory.getThreadMXBean();
        Map<String, Double> byName = new TreeMap<>();
        if (threads.isEmpty()) {
            return byName;
        }
        double rest = processSeconds - earlier.processSeconds;
        for (Map.Entry<Long, Double> thread : threads.entrySet()) {
            double used = thread.getValue() - earlier.threads.getOrDefault(thread.getKey(), 0.0);
            ThreadInfo info = all.getThreadInfo(thread.getKey());
            if (used > LEAST && info != null) {
                byName.merge(info.getThreadName().replaceAll("[-\\d]+$", ""), used, Double::sum);
                rest -= used;
            }
        }
        byName.put(Reading.JVM, rest);
        return byName;
    }
}

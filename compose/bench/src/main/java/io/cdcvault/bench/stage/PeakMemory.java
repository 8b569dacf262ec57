package io.cdcvault.bench.stage;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that a process ever had. */
final class PeakMemory {

    private PeakMemory() {}

    /** @param pid or {@code self}; for any other process the answer is 0 where the system is not Linux */
    static long bytes(String pid) {
        try {
            return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseGet(() -> ofJvm(pid));
        } catch (IOException notLinux) {
            return ofJvm(pid);
        }
    }

    private static long ofJvm(String pid) {
        if (!pid.equals("self")) {
            return 0;
        }
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum();
    }
}

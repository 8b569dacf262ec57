package io.cdcvault.service;

import io.cdcvault.change.Pausable;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.StageReport;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;

/**
 * What this process goes by among the services of its installation.
 *
 * @param name machine and process id
 */
record ProcessName(String name, String version, Instant startedAt) {

    static ProcessName own(Time time) {
        ProcessHandle process = ProcessHandle.current();
        return new ProcessName(
                machine() + ":" + process.pid(),
                builtVersion(),
                process.info().startInstant().orElseGet(time::now));
    }

    /** The process with what its stages do. */
    ProcessView view(Map<Pausable, StageReport> stages) {
        return new ProcessView(name, true, version, startedAt, stages);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String builtVersion() {
        Properties built = new Properties();
        try (InputStream file = ProcessName.class.getResourceAsStream("/io/cdcvault/cli/version.properties")) {
            if (file != null) {
                built.load(file);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return built.getProperty("version", "unknown");
    }
}

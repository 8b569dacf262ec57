package io.cdcvault.doctor.database;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Subject;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The space that is left where this process writes. The service keeps its state in the topics and the warehouse. */
public final class Disks implements Examination {

    private static final long LITTLE = 1L << 28;

    @Override
    public List<Finding> findings() {
        Set<Path> directories = new TreeSet<>(List.of(
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath()));
        List<Finding> findings = new ArrayList<>();
        directories.forEach(directory -> findings.add(look(directory)));
        return findings;
    }

    private static Finding look(Path directory) {
        Subject subject = new Subject(
                Area.HOST, "disk", "Logs and unpacked native libraries go there; the service has no other files.");
        try {
            FileStore store = Files.getFileStore(directory);
            return assess(subject, directory, store.getUsableSpace());
        } catch (IOException e) {
            return subject.warning(directory + " cannot be looked at: " + e.getMessage());
        }
    }

    static Finding assess(Subject subject, Path directory, long free) {
        String found = directory + ": " + SlotChecks.bytes(free) + " free";
        return free < LITTLE ? subject.warning(found) : subject.ok(found);
    }
}

package io.cdcvault.road;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.installation.Installation;
import io.cdcvault.servers.process.Await;
import io.cdcvault.service.FileLoad;
import io.cdcvault.time.Time;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What {@code tail} printed, loaded from a file that cannot be read on now and then. */
final class BrokenOffFile {

    private BrokenOffFile() {}

    /** Writes all that was published to a file. */
    static Path tail(Path configuration, Path directory, long events) throws IOException {
        try (ServiceProcess tail = ServiceProcess.start(configuration, "tail", "--json", "--from-beginning")) {
            Await.until("the tail to print every event", Duration.ofSeconds(60), () -> {
                List<String> printed = envelopes(tail);
                return printed.stream().filter(line -> line.contains("\"op\":")).count() == events
                        && printed.get(printed.size() - 1).contains("\"END\"");
            });
            return Files.write(directory.resolve("events.jsonl"), envelopes(tail));
        }
    }

    static void load(Installation installation, Path events, Random random) throws IOException {
        long size = Files.size(events);
        boolean isLoaded = false;
        for (int attempt = 1; !isLoaded; attempt++) {
            long readable = attempt == 4 ? size : random.nextLong(size * attempt / 4);
            try {
                new FileLoad(installation, "events", Time.system())
                        .load(upTo(readable, Files.newInputStream(events)), progress -> {});
                isLoaded = readable == size;
            } catch (CdcVaultException e) {
                // It continues from its last checkpoint.
                if (readable == size) {
                    throw e;
                }
            }
        }
    }

    private static List<String> envelopes(ServiceProcess tail) {
        return tail.output().lines().filter(line -> line.startsWith("{")).toList();
    }

    private static InputStream upTo(long readable, InputStream in) {
        return new FilterInputStream(in) {
            private long left = readable;

            @Override
            public int read() throws IOException {
                requireMore();
                left--;
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                requireMore();
                int count = super.read(buffer, offset, (int) Math.min(length, left + 1));
                left -= count;
                return count;
            }

            private void requireMore() throws IOException {
                if (left < 0) {
                    throw new IOException("The disk cannot be read");
                }
            }
        };
    }
}

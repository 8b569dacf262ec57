package io.cdcvault.cli;

import io.cdcvault.feed.kafka.TailedRecord;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Prints records to standard output, as bytes: an envelope leaves as it came, with any platform encoding. */
final class TailPrinter {

    private static final int BUFFER = 64 * 1024;

    private final PrintStream out = new PrintStream(
            new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
            false,
            StandardCharsets.UTF_8);
    private final ChangeLine changes;
    private final boolean json;
    private final TailFilter filter;
    private long left;

    /**
     * @param full whether values are shown whole
     * @param max lines to print
     */
    TailPrinter(boolean json, boolean full, TailFilter filter, long max) {
        this.changes = new ChangeLine(Terminal.ofProcess(), ZoneId.systemDefault(), full);
        this.json = json;
        this.filter = filter;
        this.left = max;
    }

    void print(List<TailedRecord> records) {
        for (TailedRecord record : records) {
            Optional<byte[]> line = filter.accepts(record) ? line(record) : Optional.empty();
            if (line.isPresent() && left > 0) {
                out.write(line.get(), 0, line.get().length);
                out.write('\n');
                left--;
            }
        }
        out.flush();
    }

    void flush() {
        out.flush();
    }

    /** Whether everything that was asked for is printed, or the reader has gone. */
    boolean isFinished() {
        return left <= 0 || out.checkError();
    }

    private Optional<byte[]> line(TailedRecord record) {
        return json ? Optional.of(record.value()) : readable(record);
    }

    private Optional<byte[]> readable(TailedRecord record) {
        return changes.of(record).map(line -> line.getBytes(StandardCharsets.UTF_8));
    }
}

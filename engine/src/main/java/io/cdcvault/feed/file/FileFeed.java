package io.cdcvault.feed.file;

import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.ChangeFeed;
import io.cdcvault.feed.file.EventFile.Mark;
import io.cdcvault.feed.file.EventLine.Row;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of envelopes, as {@code tail --json} prints them, and dates its transactions as the capture does. The
 * file may be one that grows: what is loaded is skipped, when it still is the same.
 */
public final class FileFeed implements ChangeFeed {

    /** Rows that are looked at before it is decided that a file has no BEGINs and ENDs. */
    private static final int LOOK_AHEAD = 20_000;

    private final EventFile file;
    private final EventLineReader reader = new EventLineReader();
    private final FileAssembly assembly;
    private final FileBatches batches;
    private final int batchRows;
    private final List<Unassigned> lookAhead = new ArrayList<>();
    private Form form = Form.UNDECIDED;
    private boolean hasEnded;

    private enum Form {
        UNDECIDED,
        MARKED,
        CONSECUTIVE
    }

    private record Unassigned(Row row, Mark before) {}

    /**
     * Where an earlier load of the same file ended.
     *
     * @param position of its last checkpoint
     * @param stamp of the last transaction loaded
     */
    public record Resume(String position, TransactionStamp stamp, long events) {}

    /**
     * @param name for messages
     * @param in closed with the feed
     * @param tables those of the model
     */
    public FileFeed(String name, InputStream in, List<TableName> tables, Optional<Resume> resume, int batchRows) {
        this.file = new EventFile(name, in);
        this.batchRows = batchRows;
        this.assembly =
                new FileAssembly(tables.stream().map(TableName::toString).collect(Collectors.toSet()));
        Optional<FilePosition> loaded = resume.map(Resume::position).map(FilePosition::parse);
        loaded.ifPresent(file::skip);
        this.batches = new FileBatches(
                resume.map(Resume::stamp).orElse(TransactionStamp.BEFORE_FIRST),
                resume.map(Resume::events).orElse(0L),
                loaded.map(FilePosition::inSnapshot).orElse(false),
                batchRows);
    }

    /** Waits for the file and not for patience; an empty batch means that the file has ended. */
    @Override
    public ChangeBatch poll(Duration patience) {
        Optional<ChangeBatch> batch = batches.next();
        while (batch.isEmpty() && !hasEnded) {
            read();
            batch = batches.next();
        }
        return batch.orElseGet(this::atEnd);
    }

    /** Lines read. */
    public long lines() {
        return file.lines();
    }

    /** Bytes read. */
    public long bytes() {
        return file.bytes();
    }

    /** What is not loaded because the file ends within it; empty when the file was loaded as a whole. */
    public Optional<String> unfinished() {
        return assembly.firstIncomplete().map(String::valueOf);
    }

    @Override
    public void close() {
        file.close();
    }

    private void read() {
        byte[] line = file.next();
        if (line == null) {
            end();
        } else if (line.length > 0) {
            accept(line);
        }
        handOn();
        if (hasEnded) {
            batches.flush();
        }
    }

    private void accept(byte[] line) {
        try {
            accept(reader.read(line, new Place(file.name() + " line ", file.lines())), file.markBefore());
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    private void accept(EventLine line, Mark before) {
        @Nullable Row row = line instanceof Row read ? read : null;
        if (row == null) {
            requireMarks();
            assembly.add(line, before);
        } else if (form == Form.MARKED
                || (form == Form.UNDECIDED && row.origin().isSnapshot())) {
            assembly.add(row, before);
        } else if (form == Form.CONSECUTIVE) {
            assembly.addConsecutive(row, before);
        } else {
            lookAhead.add(new Unassigned(row, before));
            if (lookAhead.size() >= LOOK_AHEAD) {
                decideConsecutive();
            }
        }
    }

    private void requireMarks() {
        if (form == Form.CONSECUTIVE) {
            throw unreadable("the first BEGIN or END, after rows of transactions without", null);
        }
        form = Form.MARKED;
        lookAhead.forEach(ahead -> assembly.add(ahead.row(), ahead.before()));
        lookAhead.clear();
    }

    private void decideConsecutive() {
        form = Form.CONSECUTIVE;
        lookAhead.forEach(ahead -> assembly.addConsecutive(ahead.row(), ahead.before()));
        lookAhead.clear();
    }

    private void end() {
        hasEnded = true;
        if (form != Form.MARKED) {
            decideConsecutive();
            assembly.endLast();
        }
    }

    private void handOn() {
        Optional<FileTransaction> head = assembly.head();
        while (head.filter(FileTransaction::isComplete).isPresent()) {
            FileTransaction complete = head.get();
            assembly.close(complete);
            batches.addComplete(complete, resume());
            head = assembly.head();
        }
        head.filter(transaction -> transaction.held() >= batchRows).ifPresent(batches::addPiece);
        assembly.requireFewerHeld(LOOK_AHEAD + 2 * batchRows);
    }

    private Mark resume() {
        return assembly.firstOpen()
                .or(() -> lookAhead.stream().map(Unassigned::before).findFirst())
                .orElseGet(file::markAfter);
    }

    private ChangeBatch atEnd() {
        assembly.head().filter(FileTransaction::hasEnd).ifPresent(lacking -> {
            throw new CdcVaultException(
                    FailureKind.CHANGE_UNREADABLE, "The file " + file.name() + " ends, but " + lacking);
        });
        return ChangeBatch.EMPTY;
    }

    private CdcVaultException unreadable(@Nullable String why, @Nullable Exception cause) {
        return new CdcVaultException(
                FailureKind.CHANGE_UNREADABLE,
                "Cannot read line " + file.lines() + " of " + file.name() + ": " + why
                        + ". To load the others, take it out (sed -i '" + file.lines()
                        + "d' FILE) and run the same command again",
                cause);
    }
}

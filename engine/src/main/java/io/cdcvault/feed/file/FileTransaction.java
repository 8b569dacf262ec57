package io.cdcvault.feed.file;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.file.EventFile.Mark;
import io.cdcvault.feed.file.EventLine.End;
import io.cdcvault.feed.file.EventLine.Origin;
import io.cdcvault.feed.file.EventLine.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transaction that is being put together, or a snapshot. A snapshot has an END for each of its parts; what is due is
 * counted over all of them.
 */
final class FileTransaction {

    private final String id;
    private final Mark begin;
    private final List<RowChange> rows = new ArrayList<>();
    private final Map<String, Long> missing = new HashMap<>();
    private Lsn lsn = Lsn.BEGINNING;
    private boolean hasEnd;
    private boolean hasLast;
    private boolean isSnapshot;
    private long commitTime;
    private long lastLine;
    private Optional<TransactionStamp> stamp = Optional.empty();

    /** @param begin before its first line */
    FileTransaction(String id, Mark begin) {
        this.id = id;
        this.begin = begin;
    }

    void touch(long line) {
        lastLine = line;
    }

    void add(Row row) {
        note(row);
        rows.add(row.change());
        missing.merge(row.change().table().toString(), -1L, FileTransaction::sum);
        if (!hasEnd && row.lsn().compareTo(lsn) > 0) {
            lsn = row.lsn();
        }
    }

    /** Learns what a row says of its transaction; for one that is not to be loaded, that is all. */
    void note(Row row) {
        isSnapshot = row.origin().isSnapshot();
        hasLast |= row.origin() == Origin.LAST_OF_SNAPSHOT;
        commitTime = commitTime == 0 ? row.commitTime() : commitTime;
    }

    /** @param counts of those tables that are loaded */
    void end(End end, Map<String, Long> counts) {
        hasEnd = true;
        lsn = end.commitLsn();
        commitTime = commitTime == 0 ? end.commitTime() : commitTime;
        counts.forEach((table, count) -> missing.merge(table, count, FileTransaction::sum));
    }

    /** The file has no ENDs: what came is all. */
    void endHere() {
        hasEnd = true;
        missing.clear();
    }

    boolean isComplete() {
        return hasEnd && missing.values().stream().allMatch(count -> count <= 0);
    }

    /** Whether rows came that a later END counts. */
    boolean isAheadOfItsEnds() {
        return isSnapshot && missing.values().stream().anyMatch(count -> count < 0);
    }

    /** Takes the rows held, in their order, stamped; what comes later is taken with the next piece. */
    List<RowChange> take(TransactionStamp transaction) {
        stamp = Optional.of(transaction);
        List<RowChange> taken = rows.stream()
                .sorted(Comparator.comparingLong(RowChange::order))
                .map(row -> hasEnd || isSnapshot ? row.of(transaction, lsn) : row.in(transaction))
                .toList();
        rows.clear();
        return taken;
    }

    /** For a snapshot, after a part of it. */
    void awaitNextEnd() {
        hasEnd = false;
    }

    /** Of the pieces taken before; empty when there was none. */
    Optional<TransactionStamp> stamp() {
        return stamp;
    }

    String id() {
        return id;
    }

    Mark begin() {
        return begin;
    }

    Lsn lsn() {
        return lsn;
    }

    long commitTime() {
        return commitTime;
    }

    long lastLine() {
        return lastLine;
    }

    int held() {
        return rows.size();
    }

    boolean isSnapshot() {
        return isSnapshot;
    }

    /** Whether it is a snapshot, and nothing of it follows. */
    boolean endsSnapshot() {
        return hasLast && !isAheadOfItsEnds();
    }

    boolean hasEnd() {
        return hasEnd;
    }

    /** What it lacks, in words. */
    @Override
    public String toString() {
        String lacks = hasEnd ? "lacks rows: " + missing : "has no END";
        return "transaction " + id + ", which begins after line " + begin.lines() + ", " + lacks;
    }

    private static Long sum(Long one, Long other) {
        return one + other;
    }
}

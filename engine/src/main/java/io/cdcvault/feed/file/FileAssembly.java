package io.cdcvault.feed.file;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.file.EventFile.Mark;
import io.cdcvault.feed.file.EventLine.Begin;
import io.cdcvault.feed.file.EventLine.End;
import io.cdcvault.feed.file.EventLine.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the transactions of a file together.
 *
 * <p>A file that was merged from several topics may hold the lines of several transactions between one another; then
 * BEGINs and ENDs give their order, and the counts in an END show when a transaction is complete. In a file without
 * BEGINs and ENDs the rows of one transaction stand together.
 */
final class FileAssembly {

    private final Set<String> tables;
    private final Map<String, FileTransaction> open = new LinkedHashMap<>();
    /** Those of {@link #open} whose turn is known, in commit order. */
    private final Deque<FileTransaction> order = new ArrayDeque<>();

    /** @param tables {@code schema.table} of those that are loaded */
    FileAssembly(Set<String> tables) {
        this.tables = tables;
    }

    /** @param before the line */
    void add(EventLine line, Mark before) {
        if (line instanceof Row row) {
            addRow(row, before);
            return;
        }
        FileTransaction transaction = open(line.transaction(), before);
        transaction.touch(before.lines() + 1);
        enlist(transaction);
        if (line instanceof End end) {
            Map<String, Long> counts = new HashMap<>(end.counts());
            counts.keySet().retainAll(tables);
            transaction.end(end, counts);
        }
    }

    /** As {@link #add}, where the file has no BEGINs and ENDs. */
    void addConsecutive(Row row, Mark before) {
        FileTransaction current = order.peekLast();
        if (current != null && !current.id().equals(row.transaction())) {
            current.endHere();
        }
        add(new Begin(row.transaction()), before);
        addRow(row, before);
    }

    /** The file has no BEGINs and ENDs, and it is over. */
    void endLast() {
        Optional.ofNullable(order.peekLast()).ifPresent(FileTransaction::endHere);
    }

    /** The next transaction in commit order. */
    Optional<FileTransaction> head() {
        return Optional.ofNullable(order.peekFirst());
    }

    /** After its rows were taken. */
    void close(FileTransaction head) {
        if (head.isAheadOfItsEnds()) {
            head.awaitNextEnd();
        } else {
            order.remove(head);
            open.remove(head.id());
        }
    }

    /** Where the lines of the transactions still open begin. */
    Optional<Mark> firstOpen() {
        return open.values().stream().map(FileTransaction::begin).findFirst();
    }

    /** Why nothing continues: a transaction that is not complete. */
    Optional<FileTransaction> firstIncomplete() {
        return head().or(() -> open.values().stream().findFirst());
    }

    /** Holding on for what never comes would end without memory. */
    void requireFewerHeld(int limit) {
        long held = open.values().stream().mapToLong(FileTransaction::held).sum();
        if (held > limit) {
            throw new CdcVaultException(
                    FailureKind.CHANGE_UNREADABLE,
                    held + " rows wait for "
                            + firstIncomplete().map(String::valueOf).orElse("nothing"));
        }
    }

    private void addRow(Row row, Mark before) {
        boolean loaded = tables.contains(row.change().table().toString());
        if (!loaded && !row.origin().isSnapshot() && !open.containsKey(row.transaction())) {
            // Its transaction may be over: nothing waits for rows that are not loaded.
            return;
        }
        FileTransaction transaction = open(row.transaction(), before);
        transaction.touch(before.lines() + 1);
        if (!loaded) {
            transaction.note(row);
            return;
        }
        transaction.add(row);
        if (transaction.isSnapshot()) {
            // Nothing is committed between the parts of a snapshot.
            enlist(transaction);
        }
    }

    private FileTransaction open(String id, Mark before) {
        return open.computeIfAbsent(id, name -> new FileTransaction(name, before));
    }

    private void enlist(FileTransaction transaction) {
        if (!order.contains(transaction)) {
            order.add(transaction);
        }
    }
}

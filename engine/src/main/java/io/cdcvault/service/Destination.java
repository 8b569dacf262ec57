package io.cdcvault.service;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Optional;

/** Where a capture's changes go: the topics, or straight to the vault. For one use, by one thread. */
interface Destination extends AutoCloseable {

    /** Takes the right to write to it, beside the right to capture; false when another service has it. */
    boolean tryLock();

    /** Creates what is missing. */
    void prepare(List<TableName> tables) throws InterruptedException;

    /** Repairs, now and then while a capture runs and from a thread of its own, what writing waits for. */
    void look() throws InterruptedException;

    /** Where an earlier capture ended; empty before the first. Disturbs no producer there. */
    Optional<CapturePosition> stored();

    /** Whether a deletion is to be followed by a record without a value. */
    boolean wantsTombstones();

    /** Not yet open. Closed with the destination. */
    ChangeLog log();

    /** Ends the waits of its owner's thread, from another thread; to be closed nevertheless. */
    void abort();

    @Override
    void close();
}

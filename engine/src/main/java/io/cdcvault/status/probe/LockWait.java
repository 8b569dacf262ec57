package io.cdcvault.status.probe;

import java.time.Instant;

/**
 * The loader waits for a lock that a session of another program holds in the warehouse.
 *
 * @param since when the statement that waits began
 * @param pid of the session that holds the lock
 * @param holder its user, and its application if it has said one
 */
public record LockWait(Instant since, int pid, String holder) {}

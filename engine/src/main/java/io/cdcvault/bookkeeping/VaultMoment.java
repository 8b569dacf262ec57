package io.cdcvault.bookkeeping;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;
import java.time.Instant;

/**
 * The state of the vault that a mart shows.
 *
 * @param lsn commits up to here are in the vault, and no others, when one loader loads; with a group, see
 *     {@code status}
 * @param loadDate of the newest transaction
 * @param transaction its number
 */
public record VaultMoment(Lsn lsn, Instant loadDate, TransactionNumber transaction) {}

package io.cdcvault.change;

/**
 * What the capture stamps on everything that belongs to one source transaction, or to one part of a snapshot.
 *
 * @param number counts the transactions of a capture from 1, in commit order, without gaps
 * @param loadDate the vault's load date in microseconds since 1970, UTC: the commit time on the master, or one
 *     microsecond more than the transaction's before when the clock did not move on. So it orders transactions as their
 *     commits do, and the vault as of a load date is the source as it stood between two commits
 */
public record TransactionStamp(long number, long loadDate) {}

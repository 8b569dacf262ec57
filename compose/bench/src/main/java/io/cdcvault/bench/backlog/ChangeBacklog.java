package io.cdcvault.bench.backlog;

import io.cdcvault.change.Lsn;

/**
 * WAL that waits to be read.
 *
 * @param start where reading begins
 * @param walBytes from there to the end of the last transaction
 * @param rows row changes in it, as the server itself decodes them
 * @param transactions those that changed rows
 */
public record ChangeBacklog(Lsn start, long walBytes, long rows, long transactions) {}

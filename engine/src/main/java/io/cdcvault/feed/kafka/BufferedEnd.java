package io.cdcvault.feed.kafka;

/**
 * A transaction's end, read ahead.
 *
 * @param nextOffset of the transaction topic, after it
 */
record BufferedEnd(TransactionEnd end, long nextOffset) {}

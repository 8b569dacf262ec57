/**
 * Reads source transactions from a file of Debezium envelopes, one a line, as {@code cdc-vault tail --json} prints
 * them.
 *
 * <p>Not its job: loading them, or reading from topics.
 */
@NullMarked
package io.cdcvault.feed.file;

import org.jspecify.annotations.NullMarked;

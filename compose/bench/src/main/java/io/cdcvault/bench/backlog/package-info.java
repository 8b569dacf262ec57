/**
 * The changes that are measured: made once, read from replication slots that all begin at the same place.
 *
 * <p>Not its job: reading them.
 */
@NullMarked
package io.cdcvault.bench.backlog;

import org.jspecify.annotations.NullMarked;

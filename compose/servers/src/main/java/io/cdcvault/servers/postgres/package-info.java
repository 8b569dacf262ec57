/**
 * One PostgreSQL server in a directory: its binaries, cluster, settings, start and end.
 *
 * <p>Not its job: knowing which servers make up the stack.
 */
@NullMarked
package io.cdcvault.servers.postgres;

import org.jspecify.annotations.NullMarked;

/**
 * The benchmark of the road: the same backlog of WAL, taken by ever longer parts of it, in turns.
 *
 * <p>Not its job: what happens inside a measured process.
 */
@NullMarked
package io.cdcvault.bench;

import org.jspecify.annotations.NullMarked;

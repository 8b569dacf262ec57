/**
 * An airline at work: transactions against the master, the same ones for the same seed.
 *
 * <p>Not its job: the starting set of rows.
 */
@NullMarked
package io.cdcvault.airline.traffic;

import org.jspecify.annotations.NullMarked;

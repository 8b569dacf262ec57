/**
 * Changes that cannot be loaded: which they are, how they wait by row, and how they are stored.
 *
 * <p>Not its job: how a load finds out which change is at fault: staging does.
 */
@NullMarked
package io.cdcvault.load.deadletter;

import org.jspecify.annotations.NullMarked;

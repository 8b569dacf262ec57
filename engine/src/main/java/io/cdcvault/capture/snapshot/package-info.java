/**
 * Rows of one table as they stood at one position of the WAL.
 *
 * <p>Not its job: their place in the stream.
 */
@NullMarked
package io.cdcvault.capture.snapshot;

import org.jspecify.annotations.NullMarked;

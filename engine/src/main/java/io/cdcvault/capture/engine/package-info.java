/**
 * Runs the embedded engine, stamps its transactions, and puts rows of table snapshots at their places in the stream.
 *
 * <p>Not its job: where the records go.
 */
@NullMarked
package io.cdcvault.capture.engine;

import org.jspecify.annotations.NullMarked;

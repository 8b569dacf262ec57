/**
 * Inside a measured process: a part of the road, and a watch on it from its first event to its last.
 *
 * <p>Not its job: comparing one run with another.
 */
@NullMarked
package io.cdcvault.bench.stage;

import org.jspecify.annotations.NullMarked;

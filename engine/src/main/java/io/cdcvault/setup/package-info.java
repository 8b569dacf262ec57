/**
 * Writes down what administrators run so that the service gets by with roles that may do little else.
 *
 * <p>Not its job: running any of it.
 */
@NullMarked
package io.cdcvault.setup;

import org.jspecify.annotations.NullMarked;

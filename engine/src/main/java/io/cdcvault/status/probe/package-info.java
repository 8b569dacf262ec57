/**
 * Looks at each system once, with a limit of time, and says what was seen of it or why nothing was.
 *
 * <p>Not its job: what that means.
 */
@NullMarked
package io.cdcvault.status.probe;

import org.jspecify.annotations.NullMarked;

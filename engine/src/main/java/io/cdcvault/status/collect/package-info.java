/**
 * Looks at all systems side by side, for the command line and regularly for the service.
 *
 * <p>Not its job: how a state is shown.
 */
@NullMarked
package io.cdcvault.status.collect;

import org.jspecify.annotations.NullMarked;

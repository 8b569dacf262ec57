/**
 * The one exception of the service and the kinds of failure, each with what to do about it.
 *
 * <p>Not its job: deciding when to try again.
 */
@NullMarked
package io.cdcvault.failure;

import org.jspecify.annotations.NullMarked;

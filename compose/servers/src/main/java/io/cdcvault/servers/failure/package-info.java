/**
 * How the local stack says that something went wrong.
 *
 * <p>Not its job: retrying or recovering.
 */
@NullMarked
package io.cdcvault.servers.failure;

import org.jspecify.annotations.NullMarked;

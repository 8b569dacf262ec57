/**
 * The command line's entry.
 *
 * <p>Not its job: the commands themselves, which live in {@link io.cdcvault.local.command}.
 */
@NullMarked
package io.cdcvault.local;

import org.jspecify.annotations.NullMarked;

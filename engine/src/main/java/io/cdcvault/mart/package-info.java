/**
 * Marts: what a {@code .sql} file says of the vault, in a table of the presentation database that readers see whole, as
 * of one position of the vault.
 *
 * <p>Not its job: loading the vault, or judging whether a mart is fresh enough.
 */
@NullMarked
package io.cdcvault.mart;

import org.jspecify.annotations.NullMarked;

/**
 * Compares the source with the vault at one position of the write-ahead log, while both continue, and holds the vault
 * against its own rules.
 *
 * <p>Not its job: waiting for the vault, repairing it, or how a result is shown.
 */
@NullMarked
package io.cdcvault.verify;

import org.jspecify.annotations.NullMarked;

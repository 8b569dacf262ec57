/**
 * The temporary tables into which a batch is copied, and what is decided about its rows before they reach the vault.
 *
 * <p>Not its job: the statements that fill the vault: those are load plans.
 */
@NullMarked
package io.cdcvault.load.staging;

import org.jspecify.annotations.NullMarked;

/**
 * The commands of the local stack, their flags, output and exit codes.
 *
 * <p>Not its job: the work behind them.
 */
@NullMarked
package io.cdcvault.local.command;

import org.jspecify.annotations.NullMarked;

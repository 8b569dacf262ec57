/**
 * The command line: one class a command.
 *
 * <p>Not its job: the work behind a command.
 */
@NullMarked
package io.cdcvault.cli;

import org.jspecify.annotations.NullMarked;

/**
 * Which systems make up the local stack, on which ports, in which directory.
 *
 * <p>Not its job: how a single system is started.
 */
@NullMarked
package io.cdcvault.local.stack;

import org.jspecify.annotations.NullMarked;

/**
 * What travels the road from the master's WAL to the vault, as pure values.
 *
 * <p>Not its job: input or output of any kind.
 */
@NullMarked
package io.cdcvault.change;

import org.jspecify.annotations.NullMarked;

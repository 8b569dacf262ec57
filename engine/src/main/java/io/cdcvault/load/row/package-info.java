/**
 * A row change as the loader sees it: where it came from and by what its row is known.
 *
 * <p>Not its job: how rows are staged.
 */
@NullMarked
package io.cdcvault.load.row;

import org.jspecify.annotations.NullMarked;

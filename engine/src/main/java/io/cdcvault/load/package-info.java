/**
 * The last stage of the road: loads batches of source transactions into the vault, each in one warehouse transaction
 * with the feed position.
 *
 * <p>Not its job: where the batches come from.
 */
@NullMarked
package io.cdcvault.load;

import org.jspecify.annotations.NullMarked;

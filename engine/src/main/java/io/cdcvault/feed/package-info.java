/**
 * The third stage of the road: source transactions in commit order, whole, each with the position after it.
 *
 * <p>Not its job: what becomes of them.
 */
@NullMarked
package io.cdcvault.feed;

import org.jspecify.annotations.NullMarked;

/**
 * Draws the conclusions: the state of each stage, the reasons and what to do about them.
 *
 * <p>Not its job: looking at any system.
 */
@NullMarked
package io.cdcvault.status.assess;

import org.jspecify.annotations.NullMarked;

/**
 * Brings what a source's catalog shows now into a model that was derived before and edited since.
 *
 * <p>Not its job: understanding the model; lines are compared as they are.
 */
@NullMarked
package io.cdcvault.init.merge;

import org.jspecify.annotations.NullMarked;

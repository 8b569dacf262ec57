/**
 * A model that follows its source: what the source's columns have become since the model was written.
 *
 * <p>Not its job: noticing a change of the source, remembering it.
 */
@NullMarked
package io.cdcvault.schema.evolution;

import org.jspecify.annotations.NullMarked;

/**
 * Reads a model's YAML into values and reports everything that is wrong with it, all at once.
 *
 * <p>Not its job: looking at a database.
 */
@NullMarked
package io.cdcvault.schema.reading;

import org.jspecify.annotations.NullMarked;

/**
 * Hash recipes: keys and hashdiffs as SQL expressions.
 *
 * <p>Not its job: deciding what is hashed.
 */
@NullMarked
package io.cdcvault.schema.hash;

import org.jspecify.annotations.NullMarked;

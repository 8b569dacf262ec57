/**
 * Compiles the model into load plans: for each source table a staging table and one SQL statement that loads what is
 * staged into every vault table that the source table feeds.
 *
 * <p>Not its job: running them.
 */
@NullMarked
package io.cdcvault.load.plan;

import org.jspecify.annotations.NullMarked;

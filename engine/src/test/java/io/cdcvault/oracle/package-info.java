/**
 * A plain model of the vault, and random histories that the loader is held against.
 *
 * <p>Not its job: anything fast. NULLs travel freely here, as they do in SQL.
 */
@NullUnmarked
package io.cdcvault.oracle;

import org.jspecify.annotations.NullUnmarked;

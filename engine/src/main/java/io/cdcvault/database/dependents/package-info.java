/**
 * What stands in the way of another type of a column: views and functions that PostgreSQL lets depend on it, and how
 * they come back as they were.
 *
 * <p>Not its job: which column gets which type.
 */
@NullMarked
package io.cdcvault.database.dependents;

import org.jspecify.annotations.NullMarked;

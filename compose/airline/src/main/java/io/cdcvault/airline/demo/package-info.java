/**
 * The airline's source tables and a starting set of rows for them.
 *
 * <p>Not its job: changing those rows later.
 */
@NullMarked
package io.cdcvault.airline.demo;

import org.jspecify.annotations.NullMarked;

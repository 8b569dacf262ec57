/**
 * The airline as values: its keys, fleet, flights and bookings, and how new ones are invented from a seed.
 *
 * <p>Not its job: SQL.
 */
@NullMarked
package io.cdcvault.airline;

import org.jspecify.annotations.NullMarked;

/**
 * Compares how the source publishes its tables with what the warehouse remembers: PostgreSQL sends rows, and nothing
 * about publications, partitions, rewrites or rights. Names what keeps changes away, and has tables read again whose
 * changes were not sent.
 *
 * <p>Not its job: reading rows.
 */
@NullMarked
package io.cdcvault.drift;

import org.jspecify.annotations.NullMarked;

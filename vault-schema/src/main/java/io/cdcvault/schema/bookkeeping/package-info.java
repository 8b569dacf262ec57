/**
 * The tables of the service's bookkeeping: the numbered scripts for the warehouse, and the one table of the
 * presentation database.
 *
 * <p>Not its job: applying them, and what is written into the tables.
 */
@NullMarked
package io.cdcvault.schema.bookkeeping;

import org.jspecify.annotations.NullMarked;

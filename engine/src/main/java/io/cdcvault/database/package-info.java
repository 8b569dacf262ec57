/**
 * Connections to PostgreSQL that find out in bounded time that the other end is gone, and rights that end with them.
 *
 * <p>Not its job: what is asked of a database.
 */
@NullMarked
package io.cdcvault.database;

import org.jspecify.annotations.NullMarked;

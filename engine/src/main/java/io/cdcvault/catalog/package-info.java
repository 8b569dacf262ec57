/**
 * What a source's catalog says of its tables, as plain values, and the reader of it.
 *
 * <p>Not its job: what becomes of a table.
 */
@NullMarked
package io.cdcvault.catalog;

import org.jspecify.annotations.NullMarked;

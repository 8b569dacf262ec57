/**
 * How the service does with few tables and with many, beside one another.
 *
 * <p>Not its job: rows per second.
 */
@NullMarked
package io.cdcvault.bench.tables;

import org.jspecify.annotations.NullMarked;

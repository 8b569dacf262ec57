/**
 * What the measurements say: medians, ratios, a table and JSON.
 *
 * <p>Not its job: measuring.
 */
@NullMarked
package io.cdcvault.bench.report;

import org.jspecify.annotations.NullMarked;

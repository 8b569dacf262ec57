/**
 * The one class of Debezium that we replace, by standing before its jar on the class path.
 *
 * <p>Not its job: anything else.
 */
@NullMarked
package io.debezium.pipeline.metrics;

import org.jspecify.annotations.NullMarked;

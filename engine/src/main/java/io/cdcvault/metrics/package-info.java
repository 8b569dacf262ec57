/**
 * What is counted and timed, as Prometheus reads it. Measures by wrapping the work and by listening to the status; no
 * work knows that it is measured.
 *
 * <p>Not its job: judging what is good or bad.
 */
@NullMarked
package io.cdcvault.metrics;

import org.jspecify.annotations.NullMarked;

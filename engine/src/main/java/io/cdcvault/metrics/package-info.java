/**
 * What is counted and timed, as Prometheus reads it. Measures by wrapping the work and by listening to the status; no
 * work knows that it is measured. What happens inside a stage the stage counts as a plain number, which is read here.
 *
 * <p>Not its job: judging what is good or bad.
 */
@NullMarked
package io.cdcvault.metrics;

import org.jspecify.annotations.NullMarked;

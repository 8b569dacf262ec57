/**
 * Alerts when the state of an installation changes.
 *
 * <p>Not its job: judging the state.
 */
@NullMarked
package io.cdcvault.alert;

import org.jspecify.annotations.NullMarked;

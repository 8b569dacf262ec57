/**
 * The configuration of the embedded connector, and the position that it begins from.
 *
 * <p>Not its job: the records that it hands over.
 */
@NullMarked
package io.cdcvault.capture.connector;

import org.jspecify.annotations.NullMarked;

/**
 * Looks at everything that a service depends on, and says of each thing what was found, why it matters and what to
 * paste to put it right.
 *
 * <p>Not its job: changing anything.
 */
@NullMarked
package io.cdcvault.doctor;

import org.jspecify.annotations.NullMarked;

/**
 * What an installation remembers of itself in the warehouse: events, its state by the minute, and what each of its
 * services does at the moment.
 *
 * <p>Not its job: deciding what is worth an event, or what a state means.
 */
@NullMarked
package io.cdcvault.chronicle;

import org.jspecify.annotations.NullMarked;

/**
 * The clock, and waiting, as all that thinks is given them; the only room that asks the machine for either.
 *
 * <p>Not its job: what is done when time is up, and the clocks of databases.
 */
@NullMarked
package io.cdcvault.time;

import org.jspecify.annotations.NullMarked;

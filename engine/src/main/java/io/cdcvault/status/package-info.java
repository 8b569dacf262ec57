/**
 * What state an installation is in: values that say it, and their JSON.
 *
 * <p>Not its job: changing anything, or how a state is shown.
 */
@NullMarked
package io.cdcvault.status;

import org.jspecify.annotations.NullMarked;

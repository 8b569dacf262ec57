/**
 * What state an installation is in, collected from its databases and its topics, whether the service runs or not.
 *
 * <p>Not its job: changing anything, or how a state is shown.
 */
@NullMarked
package io.cdcvault.status;

import org.jspecify.annotations.NullMarked;

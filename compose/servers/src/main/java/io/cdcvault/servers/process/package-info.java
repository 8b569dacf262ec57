/**
 * Processes of the machine: starting them, recognising them again later, and who listens on a port.
 *
 * <p>Not its job: what runs inside them.
 */
@NullMarked
package io.cdcvault.servers.process;

import org.jspecify.annotations.NullMarked;

/**
 * What this process has published, on its way to a loader in the same process: without the brokers between, and without
 * JSON.
 *
 * <p>Not its job: to keep anything. What it does not hold, the loader reads from the topics.
 */
@NullMarked
package io.cdcvault.relay;

import org.jspecify.annotations.NullMarked;

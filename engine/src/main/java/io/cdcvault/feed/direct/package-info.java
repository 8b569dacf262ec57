/**
 * The feed without Kafka: what is captured goes straight to the loader, on the capture's own thread.
 *
 * <p>Not its job: loading, or remembering the position; it is committed with the rows.
 */
@NullMarked
package io.cdcvault.feed.direct;

import org.jspecify.annotations.NullMarked;

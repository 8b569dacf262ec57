/**
 * The feed from Kafka: puts source transactions together again from the per-table topics.
 *
 * <p>Not its job: writing to topics.
 */
@NullMarked
package io.cdcvault.feed.kafka;

import org.jspecify.annotations.NullMarked;

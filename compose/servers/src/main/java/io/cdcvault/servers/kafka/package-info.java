/**
 * One Kafka broker with its controller, as a child process in a directory.
 *
 * <p>Not its job: topics and their contents.
 */
@NullMarked
package io.cdcvault.servers.kafka;

import org.jspecify.annotations.NullMarked;

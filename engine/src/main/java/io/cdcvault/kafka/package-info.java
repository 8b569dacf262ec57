/**
 * What all rooms that talk to Kafka share: clients, login, failures, names and settings of topics, headers.
 *
 * <p>Not its job: what is written to the topics, and what is read from them.
 */
@NullMarked
package io.cdcvault.kafka;

import org.jspecify.annotations.NullMarked;

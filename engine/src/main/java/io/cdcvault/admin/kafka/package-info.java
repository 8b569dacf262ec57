/**
 * What the Kafka brokers hold, in the shapes of the Kafka REST proxy's version 3, for tools made for it.
 *
 * <p>Not its job: writing or changing anything.
 */
@NullMarked
package io.cdcvault.admin.kafka;

import org.jspecify.annotations.NullMarked;

/**
 * The second stage of the road: writes change records and the capture's position to Kafka in one transaction.
 *
 * <p>Not its job: reading the topics back.
 */
@NullMarked
package io.cdcvault.publish;

import org.jspecify.annotations.NullMarked;

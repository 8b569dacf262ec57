/**
 * What the doctor looks at on the brokers.
 *
 * <p>Not its job: changing anything.
 */
@NullMarked
package io.cdcvault.doctor.kafka;

import org.jspecify.annotations.NullMarked;

/**
 * Examinations of master, replica and warehouse, and of this machine.
 *
 * <p>Not its job: Kafka.
 */
@NullMarked
package io.cdcvault.doctor.database;

import org.jspecify.annotations.NullMarked;

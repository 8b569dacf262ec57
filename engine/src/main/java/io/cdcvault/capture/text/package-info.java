/**
 * Values as the server's own text, of any type, from replication messages and from result sets.
 *
 * <p>Not its job: records and their order.
 */
@NullMarked
package io.cdcvault.capture.text;

import org.jspecify.annotations.NullMarked;

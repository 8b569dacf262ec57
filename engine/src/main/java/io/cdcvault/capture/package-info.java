/**
 * The first stage of the road: reads the master's WAL with the embedded Debezium engine and stamps transactions. The
 * only importer of Debezium and Connect.
 *
 * <p>Not its job: where the records go.
 */
@NullMarked
package io.cdcvault.capture;

import org.jspecify.annotations.NullMarked;

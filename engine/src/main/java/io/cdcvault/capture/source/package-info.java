/**
 * What the capture asks the master beside the stream: its catalog, publication and server.
 *
 * <p>Not its job: reading rows.
 */
@NullMarked
package io.cdcvault.capture.source;

import org.jspecify.annotations.NullMarked;

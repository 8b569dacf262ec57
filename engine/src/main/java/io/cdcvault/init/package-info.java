/**
 * Makes a first model of a source: reads its catalog, derives, writes, and reads again what was written.
 *
 * <p>Not its job: loading anything.
 */
@NullMarked
package io.cdcvault.init;

import org.jspecify.annotations.NullMarked;

/**
 * Wires the stages together and keeps them running.
 *
 * <p>Not its job: the work of any stage.
 */
@NullMarked
package io.cdcvault.service;

import org.jspecify.annotations.NullMarked;

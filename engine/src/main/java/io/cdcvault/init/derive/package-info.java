/**
 * Derives a model from a source's catalog: pure functions, each choice with its reason.
 *
 * <p>Not its job: reading a catalog, writing YAML.
 */
@NullMarked
package io.cdcvault.init.derive;

import org.jspecify.annotations.NullMarked;

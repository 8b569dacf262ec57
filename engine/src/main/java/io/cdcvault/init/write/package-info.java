/**
 * Writes a derived model as the YAML that a person edits: the same model, always the same text.
 *
 * <p>Not its job: deciding anything about the model.
 */
@NullMarked
package io.cdcvault.init.write;

import org.jspecify.annotations.NullMarked;

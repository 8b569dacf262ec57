/**
 * Checks a model as a file, against its source and against its warehouse, all at once.
 *
 * <p>Not its job: what is right, which the language, the doctor and the drift's rules say.
 */
@NullMarked
package io.cdcvault.check;

import org.jspecify.annotations.NullMarked;

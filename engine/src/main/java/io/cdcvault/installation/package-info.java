/**
 * One configuration with what follows from it: the model, its tables, topics, plans and names.
 *
 * <p>Not its job: running anything.
 */
@NullMarked
package io.cdcvault.installation;

import org.jspecify.annotations.NullMarked;

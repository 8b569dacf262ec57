/**
 * Directories that appear whole or not at all, are copied, deleted and locked.
 *
 * <p>Not its job: knowing what is in them.
 */
@NullMarked
package io.cdcvault.servers.files;

import org.jspecify.annotations.NullMarked;

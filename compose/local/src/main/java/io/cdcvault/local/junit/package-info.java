/**
 * The local stack as a JUnit 5 extension.
 *
 * <p>Not its job: anything a command line needs.
 */
@NullMarked
package io.cdcvault.local.junit;

import org.jspecify.annotations.NullMarked;

/**
 * Generates jOOQ's classes for the shipped model's vault and for the bookkeeping while the module is built.
 *
 * <p>Not its job: anything at run time; it is left out of the jar.
 */
@NullMarked
package io.cdcvault.codegen;

import org.jspecify.annotations.NullMarked;

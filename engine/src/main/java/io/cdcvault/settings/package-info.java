/**
 * The configuration as values: one YAML file, environment variables, system properties and flags, in rising order.
 *
 * <p>Not its job: deciding what the values mean.
 */
@NullMarked
package io.cdcvault.settings;

import org.jspecify.annotations.NullMarked;

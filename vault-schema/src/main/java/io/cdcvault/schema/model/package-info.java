/**
 * The Data Vault and its mapping as plain values: what {@code model.yaml} says, resolved and free of problems.
 *
 * <p>Not its job: reading YAML, rendering SQL.
 */
@NullMarked
package io.cdcvault.schema.model;

import org.jspecify.annotations.NullMarked;

package io.cdcvault.change;

import io.cdcvault.schema.model.TableName;

/**
 * A snapshot of one table that is taken while streaming continues, on request.
 *
 * @param number grows with each that is asked for
 */
public record TableSnapshot(long number, TableName table) {}

package io.cdcvault.change;

import io.cdcvault.schema.model.TableName;

/**
 * A snapshot of one table that is taken while streaming continues, because somebody asked for it.
 *
 * @param number grows with each that is asked for
 */
public record TableSnapshot(long number, TableName table) {}

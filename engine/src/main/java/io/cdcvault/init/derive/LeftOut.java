package io.cdcvault.init.derive;

import io.cdcvault.schema.model.TableName;

/**
 * A table that the derived model does not have.
 *
 * @param reason after the table's name, such as {@code is a view}
 * @param remedy what to do, mostly a statement
 */
public record LeftOut(TableName table, String reason, String remedy) {}

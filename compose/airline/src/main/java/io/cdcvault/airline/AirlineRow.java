package io.cdcvault.airline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a source table, its values as PostgreSQL's text in the order of the table's columns.
 *
 * @param table the table's name
 * @param values null for NULL
 */
public record AirlineRow(String table, List<@Nullable String> values) {}

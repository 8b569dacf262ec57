package io.cdcvault.schema.model;

/**
 * A column of a vault table.
 *
 * @param type a PostgreSQL type as one writes it in DDL, such as {@code char(13)} or {@code jsonb}
 */
public record Column(String name, String type) {}

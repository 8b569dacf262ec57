package io.cdcvault.catalog;

/**
 * A column of a source table.
 *
 * @param isCounted whether the server gives the values: identity, serial or a default that makes a UUID
 */
public record CatalogColumn(
        String name, CatalogType type, boolean isNotNull, Generation generation, boolean isCounted) {

    /** How a column gets its values. */
    public enum Generation {
        NONE,
        STORED,
        VIRTUAL
    }
}

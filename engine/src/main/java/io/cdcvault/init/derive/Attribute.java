package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;

/**
 * A column of the source that a satellite holds.
 *
 * @param type of the vault's column
 * @param isFixed whether it must stand in the table's first satellite, by which the loader finds the row
 */
record Attribute(CatalogColumn source, String type, boolean isFixed) {}

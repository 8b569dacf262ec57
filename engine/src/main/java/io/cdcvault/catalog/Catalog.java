package io.cdcvault.catalog;

import java.util.List;

/**
 * A source's tables, as its catalog shows them.
 *
 * @param database the database's name
 * @param publishesStored whether the server can publish stored generated columns
 * @param tables in the order of their names; partitions are part of their root
 */
public record Catalog(String database, boolean publishesStored, List<CatalogTable> tables) {

    public Catalog {
        tables = List.copyOf(tables);
    }
}

package io.cdcvault.catalog;

/**
 * A column's type at the source and the type that any warehouse can hold its values in.
 *
 * @param declared as the source writes it
 * @param held one of PostgreSQL's own types, as one writes it in DDL
 * @param origin where the declared type comes from
 */
public record CatalogType(String declared, String held, Origin origin) {

    /** Where a type comes from. */
    public enum Origin {
        BUILT_IN,
        DOMAIN,
        ENUM,
        COMPOSITE,
        EXTENSION,
        OTHER
    }

    /** One of PostgreSQL's own types. */
    public static CatalogType builtIn(String type) {
        return new CatalogType(type, type, Origin.BUILT_IN);
    }

    /** Whether values are texts of characters. */
    public boolean isText() {
        return held.equals("text") || held.startsWith("varchar") || held.startsWith("char(") || held.equals("bpchar");
    }

    /** Whether values are whole numbers or UUIDs, as keys without a meaning are. */
    public boolean isNumberOrUuid() {
        return held.equals("integer") || held.equals("bigint") || held.equals("smallint") || held.equals("uuid");
    }

    /** Whether values have no limit that the type states. */
    public boolean isUnlimited() {
        return isDocument() || held.equals("text") || held.equals("varchar");
    }

    /** Whether values are documents, which PostgreSQL mostly stores apart. */
    public boolean isDocument() {
        return held.equals("jsonb") || held.equals("json") || held.equals("bytea") || held.equals("xml");
    }
}

package io.cdcvault.schema.model;

/** A table of the source database. Case counts, as in quoted identifiers. */
public record TableName(String schema, String table) implements Comparable<TableName> {

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    /** {@code schema.table}, without quotes. */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}

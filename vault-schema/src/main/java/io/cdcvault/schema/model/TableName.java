package io.cdcvault.schema.model;

/**
 * A table of a source database. Case counts, as in quoted identifiers.
 *
 * @param source which database, in a model of several; empty in any other, and once a model is taken of one source
 */
public record TableName(String source, String schema, String table) implements Comparable<TableName> {

    /** Of the only source. */
    public TableName(String schema, String table) {
        this("", schema, table);
    }

    /** As its own source knows it. */
    public TableName inItsSource() {
        return source.isEmpty() ? this : new TableName(schema, table);
    }

    /** The same table of a source. */
    public TableName of(String other) {
        return new TableName(other, schema, table);
    }

    @Override
    public int compareTo(TableName other) {
        int bySource = source.compareTo(other.source);
        int bySchema = bySource != 0 ? bySource : schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    /** {@code schema.table}, without quotes; {@code source:schema.table} where there are several sources. */
    @Override
    public String toString() {
        return (source.isEmpty() ? "" : source + ":") + schema + "." + table;
    }
}

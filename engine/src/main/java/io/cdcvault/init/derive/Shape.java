package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.ForeignKey;
import java.util.List;

/**
 * What one row of a table is.
 *
 * @param key the columns that identify a row
 * @param leads foreign keys that the row itself is made of: of a part, the one to its owner; of a relation, its ends
 */
record Shape(CatalogTable table, Kind kind, ChosenKey key, List<ForeignKey> leads) {

    /** What a row of a table can be. */
    enum Kind {
        /** A thing of its own. */
        HUB,
        /** A thing that gives another a name. */
        REFERENCE,
        /** More about the thing that another table's row is. */
        PART,
        /** A relation of two things or more. */
        RELATION,
        /** A relation that the same things may have several times, which the rest of its key distinguishes. */
        REPEATED_RELATION
    }

    /**
     * A key and why it was chosen.
     *
     * @param remarks sentences, the choice first
     */
    record ChosenKey(List<String> columns, List<String> remarks) {

        ChosenKey {
            columns = List.copyOf(columns);
            remarks = List.copyOf(remarks);
        }
    }

    Shape {
        leads = List.copyOf(leads);
    }

    Shape as(Kind other, List<ForeignKey> leading) {
        return new Shape(table, other, key, leading);
    }

    boolean isRelation() {
        return kind == Kind.RELATION || kind == Kind.REPEATED_RELATION;
    }

    /** Whether a row is a satellite's, and its life is said there. */
    boolean isSatellite() {
        return kind == Kind.PART || kind == Kind.REPEATED_RELATION;
    }

    /** Of a relation, what its key holds beside its ends. */
    List<String> childKey() {
        return isRelation()
                ? key.columns().stream()
                        .filter(column ->
                                leads.stream().noneMatch(end -> end.columns().contains(column)))
                        .toList()
                : List.of();
    }

    boolean isThing() {
        return kind == Kind.HUB || kind == Kind.REFERENCE;
    }
}

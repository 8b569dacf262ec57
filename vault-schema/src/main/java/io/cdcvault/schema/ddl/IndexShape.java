package io.cdcvault.schema.ddl;

import java.util.List;

/** An index of a vault table besides its primary key's. */
record IndexShape(List<String> columns, Method method) {

    IndexShape {
        columns = List.copyOf(columns);
    }

    /** How PostgreSQL keeps it. */
    enum Method {
        BTREE,
        /** For equality of one column of any length: a row of a b-tree must fit into a third of a page. */
        HASH
    }

    static IndexShape of(List<String> columns) {
        return new IndexShape(columns, Method.BTREE);
    }
}

package io.cdcvault.schema.ddl;

import io.cdcvault.schema.model.FittingName;
import java.util.List;

/** What an index is called: within PostgreSQL's 63 bytes, and still different for different columns. */
final class IndexName {

    private IndexName() {}

    static String of(String table, List<String> columns) {
        return FittingName.of(table + "_" + String.join("_", columns), "_idx");
    }
}

package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import java.util.regex.Pattern;

/** Columns that say when or by whom a row was last written. */
final class Audit {

    private static final Pattern NAMES =
            Pattern.compile("(?:updated|modified|changed|last_updated?|last_modified|last_changed|touched|edited|mtime)"
                    + "(?:_at|_on|_by|_date|_time|_ts|_timestamp)?|update_(?:date|time|ts)|(?:row_?)?version|xmin"
                    + "|lock_version|etag");

    private static final Pattern CREATION =
            Pattern.compile("(?:created|inserted)(?:_at|_on|_by|_date|_time|_ts)?|create_(?:date|time|ts)");

    private Audit() {}

    static boolean isAudit(CatalogColumn column) {
        return isTouched(column)
                || CREATION.matcher(Spelling.snake(column.name())).matches();
    }

    /** Whether each update changes it, also one that changes nothing else. */
    static boolean isTouched(CatalogColumn column) {
        return NAMES.matcher(Spelling.snake(column.name())).matches();
    }
}

package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.cdcvault.schema.model.Naming;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;

/**
 * The newest version of each key in a table of versions, said as the absence of a later one. {@code distinct on} would
 * say the same, but PostgreSQL computes such a subquery whole when it is joined, for the sake of one key too.
 */
final class NewestVersion {

    private static final String LATER = "later";

    private final Naming naming;

    NewestVersion(Naming naming) {
        this.naming = naming;
    }

    /**
     * True of a version that is the newest at the moment.
     *
     * @param version as the query calls the table's rows
     */
    Condition is(Table<Record> table, String version, List<String> key, Moment moment) {
        Condition isLater = field(name(LATER, naming.loadDate())).gt(field(name(version, naming.loadDate())));
        for (String column : key) {
            isLater = isLater.and(field(name(LATER, column)).eq(field(name(version, column))));
        }
        return moment.hasSeen(naming, version)
                .and(notExists(
                        selectOne().from(table.as(name(LATER))).where(isLater).and(moment.hasSeen(naming, LATER))));
    }
}

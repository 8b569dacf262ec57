package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.cdcvault.schema.model.Naming;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Select;

/** The newest version of each key in a table of versions. */
final class NewestVersion {

    private final String schema;
    private final Naming naming;

    NewestVersion(String schema, Naming naming) {
        this.schema = schema;
        this.naming = naming;
    }

    Select<Record> of(String versions, List<String> key, Moment moment) {
        List<Field<Object>> keys =
                key.stream().map(column -> field(name(column))).toList();
        Stream<OrderField<?>> newestFirst =
                Stream.of(field(name(naming.loadDate())).desc());
        return select(asterisk())
                .distinctOn(keys)
                .from(table(name(schema, versions)))
                .where(moment.hasSeen(naming))
                .orderBy(Stream.concat(keys.stream(), newestFirst).toList());
    }
}

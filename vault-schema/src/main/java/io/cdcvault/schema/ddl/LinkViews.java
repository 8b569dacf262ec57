package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** What the view and the functions over a link select. */
final class LinkViews {

    private static final Table<Record> LINK = table(name("link"));
    private static final Table<Record> EFFECT = table(name("effect"));

    private final Naming naming;
    private final String schema;

    LinkViews(VaultModel model) {
        this.naming = model.settings().naming();
        this.schema = model.settings().schema();
    }

    /** The links that are open. */
    Select<Record> open(Link link, Moment moment) {
        String key = naming.hashKey(link);
        Table<Record> effectivity = table(name(schema, naming.effectivityTable(link)));
        return select(
                        LINK.asterisk(),
                        field(name("effect", naming.loadDate())).as(name(ViewNames.OPEN_SINCE)),
                        field(name("effect", naming.sourceLsn())))
                .from(table(name(schema, link.name())).as(LINK))
                .join(effectivity.as(EFFECT))
                .on(field(name("effect", key)).eq(field(name("link", key))))
                .where(condition(field(name("effect", naming.isActive()), SQLDataType.BOOLEAN)))
                .and(new NewestVersion(naming).is(effectivity, EFFECT.getName(), List.of(key), moment));
    }
}

package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** What the view over a hub that several sources feed selects, and its function: in which of them the hub lives. */
final class HubViews {

    private static final Table<Record> HUB = table(name("hub"));
    private static final Table<Record> LIFE = table(name("life"));

    private final Naming naming;
    private final String schema;
    private final ExistingColumns existing;
    private final HubTables tables;

    HubViews(VaultModel model, ExistingColumns existing) {
        this.naming = model.settings().naming();
        this.schema = model.settings().schema();
        this.existing = existing;
        this.tables = new HubTables(model);
    }

    /** @param lives the column that says it to the status table that knows it */
    Select<Record> lives(Hub hub, Map<String, String> lives, Moment moment) {
        List<String> all = new ArrayList<>(tables.hub(hub).columnNames());
        all.addAll(lives.keySet());
        // PostgreSQL replaces a view only by one that begins with the same columns.
        Set<String> ordered = new LinkedHashSet<>(existing.of(ViewNames.current(hub.name())));
        ordered.addAll(all);
        return select(ordered.stream()
                        .map(column -> column(hub, column, all, lives, moment))
                        .toList())
                .from(table(name(schema, hub.name())).as(HUB))
                .where(moment.hasSeen(naming, HUB.getName()));
    }

    /** Whether a hub lives in a source that does not feed it any more is not known. */
    private SelectFieldOrAsterisk column(
            Hub hub, String column, List<String> all, Map<String, String> lives, Moment moment) {
        if (lives.containsKey(column)) {
            return isLive(hub, Objects.requireNonNull(lives.get(column)), moment)
                    .as(name(column));
        }
        return all.contains(column)
                ? field(name(HUB.getName(), column))
                : castNull(SQLDataType.BOOLEAN).as(name(column));
    }

    private Field<Boolean> isLive(Hub hub, String statusTable, Moment moment) {
        String key = naming.hashKey(hub);
        Condition created = field(name(naming.status()), SQLDataType.CHAR).eq(inline("C"));
        return coalesce(
                field(select(field(created))
                        .from(table(name(schema, statusTable)).as(LIFE))
                        .where(field(name(LIFE.getName(), key)).eq(field(name(HUB.getName(), key))))
                        .and(moment.hasSeen(naming, LIFE.getName()))
                        .orderBy(field(name(naming.loadDate())).desc())
                        .limit(inline(1))),
                inline(false));
    }
}

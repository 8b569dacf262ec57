package io.cdcvault.schema.ddl;

import io.cdcvault.schema.ddl.TableShape.Kind;
import io.cdcvault.schema.ddl.TableShape.Reference;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;

/** A hub and its status satellite. */
final class HubTables {

    private final Naming naming;
    private final boolean businessKeyIndexes;
    private final StandardColumns standard;

    HubTables(VaultModel model) {
        this.naming = model.settings().naming();
        this.businessKeyIndexes = model.settings().businessKeyIndexes();
        this.standard = new StandardColumns(model);
    }

    TableShape hub(Hub hub) {
        String key = naming.hashKey(hub);
        List<ColumnShape> columns = new ArrayList<>();
        columns.add(standard.hash(key, "Hash of the business key"));
        hub.businessKey()
                .forEach(column -> columns.add(ColumnShape.optional(column.name(), column.type(), "Business key")));
        columns.add(standard.loadDate("When the business key was first seen"));
        columns.add(standard.recordSource());
        return new TableShape(
                hub.name(),
                Kind.HUB,
                hub.name(),
                "Hub: each business key once",
                columns,
                List.of(key),
                businessKeyIndexes ? BusinessKeyIndex.of(hub) : List.of(),
                List.of());
    }

    TableShape status(Hub hub) {
        return status(hub, naming.statusTable(hub));
    }

    /** Where a hub lives and dies by the rows of one source. */
    TableShape status(Hub hub, String table) {
        String key = naming.hashKey(hub);
        ColumnShape status = new ColumnShape(
                naming.status(), "char(1)", false, "C: the source row was created; D: deleted", List.of("C", "D"));
        List<ColumnShape> columns = List.of(
                standard.hash(key, "Key of " + hub.name()),
                standard.loadDate("When the status changed"),
                status,
                standard.sourceLsn());
        return new TableShape(
                table,
                Kind.STATUS,
                hub.name(),
                "Status satellite of " + hub.name() + ": when the source row appeared and disappeared",
                columns,
                List.of(key, naming.loadDate()),
                List.of(),
                List.of(new Reference(key, hub.name(), key)));
    }
}

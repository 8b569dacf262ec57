package io.cdcvault.schema.ddl;

import io.cdcvault.schema.ddl.TableShape.Kind;
import io.cdcvault.schema.ddl.TableShape.Reference;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Link.Role;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;

/** A link and its effectivity satellite. */
final class LinkTables {

    private final VaultModel model;
    private final Naming naming;
    private final StandardColumns standard;

    LinkTables(VaultModel model) {
        this.model = model;
        this.naming = model.settings().naming();
        this.standard = new StandardColumns(model);
    }

    TableShape link(Link link) {
        String key = naming.hashKey(link);
        List<ColumnShape> columns = new ArrayList<>();
        columns.add(standard.hash(key, "Hash of the business keys of all the hubs"));
        link.roles()
                .forEach(role -> columns.add(
                        standard.hash(naming.roleKey(role), "Key of " + role.hub() + " as " + role.name())));
        columns.add(standard.loadDate("When the relationship was first seen"));
        columns.add(standard.recordSource());
        return new TableShape(
                link.name(),
                Kind.LINK,
                link.name(),
                "Link: each relationship once, open or not",
                columns,
                List.of(key),
                link.roles().stream()
                        .map(role -> IndexShape.of(List.of(naming.roleKey(role))))
                        .toList(),
                link.roles().stream().map(this::reference).toList());
    }

    TableShape effectivity(Link link) {
        String key = naming.hashKey(link);
        List<ColumnShape> columns = List.of(
                standard.hash(key, "Key of " + link.name()),
                standard.loadDate("When the relationship opened or closed"),
                standard.isActive("Whether it opened"),
                standard.hash(
                        naming.drivingKey(),
                        "Hash of " + String.join(", ", link.drivingRoles())
                                + ": at most one relationship is open for each"),
                standard.sourceLsn());
        return new TableShape(
                naming.effectivityTable(link),
                Kind.EFFECTIVITY,
                link.name(),
                "Effectivity satellite of " + link.name() + ": when the relationship opened and closed",
                columns,
                List.of(key, naming.loadDate()),
                List.of(IndexShape.of(List.of(naming.drivingKey(), naming.loadDate(), naming.isActive()))),
                List.of(new Reference(key, link.name(), key)));
    }

    private Reference reference(Role role) {
        return new Reference(naming.roleKey(role), role.hub(), naming.hashKey(model.hub(role.hub())));
    }
}

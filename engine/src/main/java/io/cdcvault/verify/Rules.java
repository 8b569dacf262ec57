package io.cdcvault.verify;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.bookkeeping.AcceptedLosses.Parting;
import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.TableShape.Reference;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of a vault, from its model. */
final class Rules {

    private final VaultModel model;
    private final VersionRules versions;
    private final HashRules hashes;
    private final Map<String, List<Set<String>>> attributes;

    /**
     * All of them.
     *
     * @param attributes what each satellite's hashdiffs were made of, in the models so far
     * @param partings where the log began again, on another server
     */
    Rules(VaultModel model, Map<String, List<Set<String>>> attributes, List<Parting> partings) {
        this.model = model;
        this.versions = new VersionRules(model, partings);
        this.hashes = new HashRules(model);
        this.attributes = attributes;
    }

    /** @param elements the hubs, links and satellites whose tables are wanted */
    List<Rule> of(Set<String> elements) {
        List<Rule> rules = new ArrayList<>();
        VaultTables.of(model).stream()
                .filter(table -> elements.contains(table.element()))
                .flatMap(this::of)
                .forEach(rules::add);
        return rules;
    }

    private Stream<Rule> of(TableShape table) {
        Stream<Rule> orphans = table.references().stream().map(reference -> orphans(table, reference));
        Stream<Rule> own =
                switch (table.kind()) {
                    case HUB -> Stream.of(hashes.ofHub(model.hub(table.element())));
                    case LINK -> Stream.of(hashes.ofLink(model.link(table.element())));
                    case STATUS -> Stream.of(versions.of(table));
                    case EFFECTIVITY ->
                        Stream.of(
                                versions.of(table),
                                versions.oneOpen(table),
                                hashes.ofDrivingKey(model.link(table.element())));
                    case SATELLITE ->
                        Stream.of(
                                versions.of(table),
                                hashes.ofSatellite(
                                        model.satellite(table.element()),
                                        attributes.getOrDefault(table.element(), List.of())));
                };
        return Stream.concat(orphans, own);
    }

    private Rule orphans(TableShape table, Reference reference) {
        String schema = model.settings().schema();
        String column = "child." + quoted(reference.column());
        return Rule.of(
                table.name(),
                "each " + reference.column() + " is in " + reference.table(),
                "select " + column + "::text as key from " + Identifiers.qualified(schema, table.name())
                        + " as child where " + column + " is not null and not exists (select from "
                        + Identifiers.qualified(schema, reference.table()) + " as parent where parent."
                        + quoted(reference.key()) + " = " + column + ")");
    }
}

package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The {@code references} of a source table: hubs whose keys stand in rows of other tables. */
final class References {

    private final Document document;
    private final Report report;
    private final Known known;
    private final List<HubFeed> hubs;

    /** @param hubs that the table feeds itself */
    References(Document document, Report report, Known known, List<HubFeed> hubs) {
        this.document = document;
        this.report = report;
        this.known = known;
        this.hubs = hubs;
    }

    List<Reference> read(Node node) {
        List<Reference> references = new ArrayList<>();
        for (YamlMapping.Entry entry : document.mapping(node, "hubs to the tables that have their keys")
                .entries()) {
            reference(entry).ifPresent(references::add);
        }
        Repeats.in(references, Reference::role)
                .forEach(each -> report.at(each, "Two references are in the role " + each.role()));
        return references;
    }

    private Optional<Reference> reference(YamlMapping.Entry entry) {
        NameAndRole key = NameAndRole.parse(entry.key(), "as", known.hubNames());
        Optional<Hub> hub = known.hub(key.name());
        if (hub.isEmpty()) {
            report.unknown(entry.keyNode(), "hub", key.name(), known.hubNames());
        }
        if (key.hasRole() && known.isTable(key.role())) {
            report.at(
                    entry.keyNode(), "The role " + key.role() + " is the name of a vault table, expected another word");
        }
        if (hubs.stream().anyMatch(feed -> feed.role().equals(key.role()))) {
            report.at(
                    entry.keyNode(),
                    "The table feeds " + key.role() + " itself, expected another role: " + key.name() + " as …");
        }
        List<YamlMapping.Entry> tables = document.mapping(
                        entry.value(), "a table to its columns and the columns here that refer to them")
                .entries();
        if (tables.size() != 1) {
            report.at(
                    entry.keyNode(),
                    "Expected one table that has the key of " + key.name() + ", found " + tables.size());
            return Optional.empty();
        }
        YamlMapping.Entry table = tables.get(0);
        Optional<TableName> name = QualifiedName.ofOneSource(table.key());
        if (name.isEmpty()) {
            document.mismatch(table.keyNode(), "a source table as schema.table");
        }
        Map<String, String> columns = columns(table.value());
        return hub.isPresent() && name.isPresent() && !columns.isEmpty()
                ? Optional.of(
                        report.placed(new Reference(key.role(), key.name(), name.get(), columns), entry.keyNode()))
                : Optional.empty();
    }

    private Map<String, String> columns(Node node) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (YamlMapping.Entry entry : document.mapping(node, "the table's columns to the columns here")
                .entries()) {
            SourceColumn.of(entry.value(), "the column here that refers to " + entry.key(), document, report)
                    .ifPresent(own -> columns.put(entry.key(), own));
        }
        if (columns.isEmpty()) {
            report.at(node, "Expected at least one column");
        }
        return columns;
    }
}

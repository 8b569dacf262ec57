package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The {@code hubs} of a source table. */
final class HubFeeds {

    private final Document document;
    private final Report report;
    private final Known known;
    private final ComputedValues computed;

    HubFeeds(Document document, Report report, Known known, ComputedValues computed) {
        this.document = document;
        this.report = report;
        this.known = known;
        this.computed = computed;
    }

    List<HubFeed> read(Node node) {
        return document.mapping(node, "hubs to their business keys' source columns").entries().stream()
                .flatMap(entry -> feed(entry).stream())
                .toList();
    }

    private Optional<HubFeed> feed(YamlMapping.Entry entry) {
        NameAndRole key = NameAndRole.parse(entry.key(), "as", known.hubNames());
        Optional<Hub> hub = known.hub(key.name());
        if (hub.isEmpty()) {
            report.unknown(entry.keyNode(), "hub", key.name(), known.hubNames());
        }
        if (key.hasRole() && known.isTable(key.role())) {
            report.at(
                    entry.keyNode(), "The role " + key.role() + " is the name of a vault table, expected another word");
        }
        return hub.map(
                found -> report.placed(new HubFeed(key.role(), found.name(), columns(found, entry)), entry.keyNode()));
    }

    private Map<String, String> columns(Hub hub, YamlMapping.Entry entry) {
        List<String> names = hub.businessKey().stream().map(Column::name).toList();
        Map<String, String> read = new ColumnFeeds(document, report, computed).read(entry.value(), names);
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String name : names) {
            Optional.ofNullable(read.get(name))
                    .ifPresentOrElse(
                            source -> ordered.put(name, source),
                            () -> report.at(
                                    entry.keyNode(), "Missing the source column of " + hub.name() + "." + name));
        }
        return ordered;
    }
}

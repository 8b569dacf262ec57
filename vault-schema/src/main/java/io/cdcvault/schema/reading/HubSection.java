package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The section {@code hubs}. */
final class HubSection {

    static final List<String> KEYS = List.of("business_key");

    private final Document document;
    private final Report report;

    HubSection(Document document, Report report) {
        this.document = document;
        this.report = report;
    }

    List<Hub> read(Node node) {
        YamlMapping hubs = document.mapping(node, "hub names to hubs");
        if (hubs.isEmpty()) {
            report.at(node, "Expected at least one hub");
        }
        return hubs.entries().stream().map(this::hub).toList();
    }

    private Hub hub(YamlMapping.Entry entry) {
        Optional<Node> key = document.mapping(entry.value(), "the hub's keys")
                .only(KEYS)
                .required("business_key", entry.keyNode(), entry.key());
        List<Column> columns =
                key.map(new ColumnsReader(document, report)::read).orElse(List.of());
        key.filter(Document::isEmptyCollection)
                .ifPresent(empty -> report.at(empty, "Expected at least one business-key column of " + entry.key()));
        return report.placed(new Hub(entry.key(), columns), entry.keyNode());
    }
}

package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Satellite;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The section {@code satellites}. */
final class SatelliteSection {

    static final List<String> KEYS = List.of("of", "attributes", "child_key");

    private final Document document;
    private final Report report;
    private final List<String> parents;

    SatelliteSection(Document document, Report report, List<String> parents) {
        this.document = document;
        this.report = report;
        this.parents = parents;
    }

    List<Satellite> read(Node node) {
        return document.mapping(node, "satellite names to satellites").entries().stream()
                .map(this::satellite)
                .toList();
    }

    private Satellite satellite(YamlMapping.Entry entry) {
        YamlMapping keys =
                document.mapping(entry.value(), "the satellite's keys").only(KEYS);
        String parent = keys.required("of", entry.keyNode(), entry.key())
                .flatMap(this::parent)
                .orElse("");
        List<Column> attributes = keys.required("attributes", entry.keyNode(), entry.key())
                .map(new ColumnsReader(document, report)::read)
                .orElse(List.of());
        List<Column> childKey = keys.value("child_key").map(this::childKey).orElse(List.of());
        return report.placed(new Satellite(entry.key(), parent, attributes, childKey), entry.keyNode());
    }

    private Optional<String> parent(Node node) {
        Optional<String> parent = document.text(node, "the name of a hub or link");
        parent.filter(name -> !parents.contains(name))
                .ifPresent(name -> report.unknown(node, "hub or link", name, parents));
        return parent;
    }

    private List<Column> childKey(Node node) {
        if (Document.isEmptyCollection(node)) {
            report.at(node, "Expected at least one column");
        }
        return new ColumnsReader(document, report).read(node);
    }
}

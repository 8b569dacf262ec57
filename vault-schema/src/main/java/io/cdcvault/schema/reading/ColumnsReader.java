package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Column;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** A mapping of column names to types. */
final class ColumnsReader {

    private final Document document;
    private final Report report;

    ColumnsReader(Document document, Report report) {
        this.document = document;
        this.report = report;
    }

    List<Column> read(Node node) {
        YamlMapping mapping = document.mapping(node, "columns to types");
        return mapping.entries().stream()
                .filter(entry -> !isRestOfType(entry.key()))
                .map(this::column)
                .toList();
    }

    /** What YAML takes for a key after the comma of {@code {price: numeric(10,2)}}; the type is reported. */
    private static boolean isRestOfType(String key) {
        return key.matches("\\d+\\).*");
    }

    /** A column of an unreadable type stays known, so that it is not reported again where it is fed. */
    private Column column(YamlMapping.Entry entry) {
        Optional<String> type = document.text(entry.value(), "the type of " + entry.key());
        type.flatMap(ColumnType::complaint).ifPresent(complaint -> report.at(entry.value(), complaint));
        return report.placed(new Column(entry.key(), type.orElse("text").strip()), entry.keyNode());
    }
}

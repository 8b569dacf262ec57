package io.cdcvault.schema.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** A mapping of vault columns to source columns. */
final class ColumnFeeds {

    private final Document document;
    private final Report report;

    ColumnFeeds(Document document, Report report) {
        this.document = document;
        this.report = report;
    }

    /**
     * In the file's order; unknown columns are reported and left out.
     *
     * @param columns what there is to feed; nothing when that was unreadable and is reported already
     */
    Map<String, String> read(Node node, List<String> columns) {
        Map<String, String> read = new LinkedHashMap<>();
        for (YamlMapping.Entry entry :
                document.mapping(node, "vault columns to source columns").entries()) {
            if (!columns.contains(entry.key()) && !columns.isEmpty()) {
                report.unknown(entry.keyNode(), "column", entry.key(), columns);
            }
            SourceColumn.of(entry.value(), "the source column of " + entry.key(), document, report)
                    .filter(source -> columns.contains(entry.key()))
                    .ifPresent(source -> read.put(entry.key(), source));
        }
        return read;
    }
}

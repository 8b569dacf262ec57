package io.cdcvault.schema.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** A mapping of vault columns to source columns, or to what is computed instead. */
final class ColumnFeeds {

    private final Document document;
    private final Report report;
    private final ComputedValues computed;

    /** @param computed gets what the source table computes */
    ColumnFeeds(Document document, Report report, ComputedValues computed) {
        this.document = document;
        this.report = report;
        this.computed = computed;
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
            fed(entry)
                    .filter(source -> columns.contains(entry.key()))
                    .ifPresent(source -> read.put(entry.key(), source));
        }
        return read;
    }

    private Optional<String> fed(YamlMapping.Entry entry) {
        if (entry.value() instanceof MappingNode computation) {
            return computed.read(computation, entry.key());
        }
        Optional<String> column =
                SourceColumn.fed(entry.value(), "the source column of " + entry.key(), document, report);
        column.ifPresent(name -> computed.keepApart(name, entry.value()));
        return column;
    }
}

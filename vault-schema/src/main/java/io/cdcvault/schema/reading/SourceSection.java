package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.DriftPolicy;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** The section {@code sources}. */
final class SourceSection {

    static final List<String> KEYS =
            List.of("row", "record_source", "hubs", "links", "mentions", "satellites", "ignore", "drift");

    private final Document document;
    private final Report report;
    private final Known known;
    private final String recordSource;
    private final Set<TableName> seen = new HashSet<>();

    /** @param recordSource what {@code rec_src} says for a table that does not say so itself */
    SourceSection(Document document, Report report, Known known, String recordSource) {
        this.document = document;
        this.report = report;
        this.known = known;
        this.recordSource = recordSource;
    }

    List<SourceTable> read(Node node) {
        return document.mapping(node, "source tables to what they feed").entries().stream()
                .flatMap(entry -> table(entry).stream())
                .toList();
    }

    private Optional<SourceTable> table(YamlMapping.Entry entry) {
        Optional<TableName> name = QualifiedName.parse(entry.key());
        if (name.isEmpty()) {
            document.mismatch(entry.keyNode(), "a source table as schema.table");
        }
        name.filter(table -> !seen.add(table))
                .ifPresent(table -> report.at(entry.keyNode(), "Duplicate source table " + table));
        YamlMapping keys =
                document.mapping(entry.value(), "what the table feeds").only(KEYS);
        return Optional.of(table(name.orElse(new TableName("", entry.key())), keys, entry.keyNode()));
    }

    private SourceTable table(TableName name, YamlMapping keys, Node node) {
        List<HubFeed> hubs = keys.required("hubs", node, name.toString())
                .map(new HubFeeds(document, report, known)::read)
                .orElse(List.of());
        List<LinkFeed> links = Stream.concat(links(keys, "links", hubs, false), links(keys, "mentions", hubs, true))
                .toList();
        List<SatelliteFeed> satellites = keys.value("satellites")
                .map(new SatelliteFeeds(document, report, known, hubs, links)::read)
                .orElse(List.of());
        String row = new RowChoice(document, report, known).of(keys.value("row"), hubs, links, satellites, node);
        String source = keys.value("record_source")
                .flatMap(text -> document.text(text, "the text of the record source"))
                .orElse(recordSource);
        List<String> ignored = keys.value("ignore").map(this::columns).orElse(List.of());
        DriftPolicy drift = keys.value("drift")
                .map(value -> new DriftSection(document, report).read(value))
                .orElse(DriftPolicy.NONE);
        return report.placed(
                new SourceTable(name, row, source, hubs, links, satellites, ignored).withDrift(drift), node);
    }

    private Stream<LinkFeed> links(YamlMapping keys, String key, List<HubFeed> hubs, boolean areMentions) {
        return keys.value(key).map(new LinkFeeds(document, report, known, hubs, areMentions)::read).stream()
                .flatMap(List::stream);
    }

    private List<String> columns(Node list) {
        return document.list(list, "source columns").stream()
                .flatMap(column -> SourceColumn.of(column, "a source column", document, report).stream())
                .toList();
    }
}

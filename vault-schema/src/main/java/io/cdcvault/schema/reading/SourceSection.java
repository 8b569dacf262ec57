package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.ColumnHistory;
import io.cdcvault.schema.model.DriftPolicy;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The section {@code sources}. */
final class SourceSection {

    static final List<String> KEYS = List.of(
            "row",
            "where",
            "record_source",
            "hubs",
            "references",
            "links",
            "mentions",
            "satellites",
            "ignore",
            "drift");

    static final List<String> RECORD_SOURCE_KEYS = List.of("column");

    private final Document document;
    private final Report report;
    private final Known known;
    private final RecordSources recordSources;
    private final Set<TableName> seen = new HashSet<>();

    /** @param recordSources what {@code rec_src} says for a table that does not say so itself */
    SourceSection(Document document, Report report, Known known, RecordSources recordSources) {
        this.document = document;
        this.report = report;
        this.known = known;
        this.recordSources = recordSources;
    }

    /** The sources that tables are said to be in, in the order of the file. */
    static List<String> sourceNames(Node node) {
        return !(node instanceof MappingNode mapping)
                ? List.of()
                : mapping.getValue().stream()
                        .map(NodeTuple::getKeyNode)
                        .flatMap(key -> key instanceof ScalarNode text
                                        && text.getValue().length() <= Document.LONGEST
                                ? QualifiedName.parse(text.getValue()).stream()
                                : Stream.empty())
                        .map(TableName::source)
                        .filter(source -> !source.isEmpty())
                        .distinct()
                        .toList();
    }

    List<SourceTable> read(Node node) {
        List<String> sources = sourceNames(node);
        return document.mapping(node, "source tables to what they feed").entries().stream()
                .flatMap(entry -> table(entry, sources).stream())
                .toList();
    }

    private Optional<SourceTable> table(YamlMapping.Entry entry, List<String> sources) {
        Optional<TableName> name = QualifiedName.parse(entry.key());
        if (name.isEmpty()) {
            document.mismatch(entry.keyNode(), "a source table as schema.table");
        }
        name.filter(table -> table.source().isEmpty() && !sources.isEmpty())
                .ifPresent(table -> report.at(
                        entry.keyNode(),
                        "Expected the source of " + table + " in front of it, as other tables have it, such as "
                                + table.of(sources.get(0))));
        name.filter(table -> !seen.add(table))
                .ifPresent(table -> report.at(entry.keyNode(), "Duplicate source table " + table));
        YamlMapping keys =
                document.mapping(entry.value(), "what the table feeds").only(KEYS);
        return Optional.of(table(name.orElse(new TableName("", entry.key())), keys, entry.keyNode()));
    }

    private SourceTable table(TableName name, YamlMapping keys, Node node) {
        ComputedValues computed = new ComputedValues(document, report);
        keys.value("where").ifPresent(computed::readFilter);
        List<HubFeed> hubs = keys.required("hubs", node, name.toString())
                .map(new HubFeeds(document, report, known, computed)::read)
                .orElse(List.of());
        List<Reference> references = keys.value("references")
                .map(new References(document, report, known, hubs)::read)
                .orElse(List.of());
        Set<String> referring = references.stream().map(Reference::role).collect(Collectors.toSet());
        List<HubFeed> ends = new ArrayList<>(hubs);
        references.forEach(each -> ends.add(new HubFeed(each.role(), each.hub(), Map.of())));
        Map<Boolean, List<LinkFeed>> all = Stream.concat(
                        links(keys, "links", ends, false), links(keys, "mentions", ends, true))
                .collect(Collectors.partitioningBy(
                        feed -> feed.roles().values().stream().anyMatch(referring::contains)));
        List<LinkFeed> links = all.getOrDefault(false, List.of());
        List<SatelliteFeed> satellites = keys.value("satellites")
                .map(new SatelliteFeeds(document, report, known, computed, hubs, links)::read)
                .orElse(List.of());
        String row = new RowChoice(document, report, known).of(keys.value("row"), hubs, links, satellites, node);
        Optional<Node> said = keys.value("record_source");
        Optional<String> sourceColumn =
                said.filter(MappingNode.class::isInstance).flatMap(this::recordSourceColumn);
        String source = said.filter(text -> !(text instanceof MappingNode))
                .flatMap(text -> document.text(text, "the text of the record source, or {column: …}"))
                .orElse(recordSources.of(name));
        List<String> ignored = keys.value("ignore").map(this::columns).orElse(List.of());
        DriftPolicy drift = keys.value("drift")
                .map(value -> new DriftSection(document, report).read(value))
                .orElse(DriftPolicy.NONE);
        return report.placed(
                new SourceTable(
                        name,
                        row,
                        source,
                        sourceColumn,
                        hubs,
                        links,
                        satellites,
                        computed.values(),
                        references,
                        all.getOrDefault(true, List.of()),
                        ignored,
                        ColumnHistory.NONE,
                        drift),
                node);
    }

    private Stream<LinkFeed> links(YamlMapping keys, String key, List<HubFeed> hubs, boolean areMentions) {
        return keys.value(key).map(new LinkFeeds(document, report, known, hubs, areMentions)::read).stream()
                .flatMap(List::stream);
    }

    private Optional<String> recordSourceColumn(Node node) {
        return document.mapping(node, "column, the source's column that says it")
                .only(RECORD_SOURCE_KEYS)
                .required("column", node, "the record source")
                .flatMap(column -> SourceColumn.of(column, "the column of the record source", document, report));
    }

    private List<String> columns(Node list) {
        return document.list(list, "source columns").stream()
                .flatMap(column -> SourceColumn.of(column, "a source column", document, report).stream())
                .toList();
    }
}

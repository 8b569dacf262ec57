package io.cdcvault.diagram;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.cdcvault.diagram.Box.Edge;
import io.cdcvault.diagram.Box.End;
import io.cdcvault.schema.model.VaultModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * Which columns of the source feed which of the vault, as SVG: source tables on the left, and a line for each column.
 */
public final class MappingDiagram {

    /** Keeps the tables of the source apart from those of the vault. */
    private static final String SOURCE = "source ";

    private MappingDiagram() {}

    /** The file's text. */
    public static String svg(VaultModel model) {
        List<Feed> feeds = Feed.of(model);
        return Svg.of(
                "What feeds the vault of the model " + model.name(),
                List.of(
                        boxes(
                                feeds,
                                feed -> feed.table().toString(),
                                Feed::from,
                                table -> new Box(SOURCE + table, "table", table, List.of())),
                        boxes(
                                feeds,
                                Feed::element,
                                Feed::to,
                                element -> new Box(element, kind(model, element), element, List.of()))),
                feeds.stream().map(MappingDiagram::edge).toList());
    }

    private static Edge edge(Feed feed) {
        return new Edge(new End(SOURCE + feed.table(), feed.from()), new End(feed.element(), feed.to()));
    }

    /** @param empty the box of a name, without its rows */
    private static List<Box> boxes(
            List<Feed> feeds, Function<Feed, String> name, Function<Feed, String> row, Function<String, Box> empty) {
        return feeds.stream().collect(groupingBy(name, LinkedHashMap::new, toList())).entrySet().stream()
                .map(each -> empty.apply(each.getKey())
                        .with(each.getValue().stream().map(row).distinct().toList()))
                .toList();
    }

    private static String kind(VaultModel model, String element) {
        return model.isHub(element) ? "hub" : model.isLink(element) ? "link" : "satellite";
    }
}

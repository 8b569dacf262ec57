package io.cdcvault.diagram;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which columns of the source feed which of the vault, as a flowchart of Mermaid: an arrow from table to table. */
public final class MappingMermaid {

    private final Map<String, String> identifiers = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    private MappingMermaid() {}

    /** The diagram, line by line. */
    public static List<String> of(VaultModel model) {
        return new MappingMermaid().write(model);
    }

    private List<String> write(VaultModel model) {
        Map<Arrow, List<Feed>> arrows = Feed.of(model).stream()
                .collect(groupingBy(
                        feed -> new Arrow("source " + feed.table(), feed.element()), LinkedHashMap::new, toList()));
        lines.add("flowchart LR");
        arrows.values()
                .forEach(feeds -> node(
                        "source " + feeds.get(0).table(), feeds.get(0).table().toString()));
        arrows.keySet().forEach(arrow -> node(arrow.element(), arrow.element()));
        arrows.forEach((arrow, feeds) -> lines.add("    " + identifiers.get(arrow.table()) + " -- \""
                + feeds.stream().map(MappingMermaid::label).distinct().collect(joining("<br/>")) + "\" --> "
                + identifiers.get(arrow.element())));
        return lines;
    }

    private record Arrow(String table, String element) {}

    private void node(String id, String name) {
        if (!identifiers.containsKey(id)) {
            identifiers.put(id, "t" + identifiers.size());
            lines.add("    " + identifiers.get(id) + "[\"" + text(name) + "\"]");
        }
    }

    private static String label(Feed feed) {
        return text(feed.from().equals(feed.to()) ? feed.from() : feed.from() + " → " + feed.to());
    }

    /** As Mermaid writes letters that it would read as its own, or as HTML or Markdown. */
    private static String text(String name) {
        return name.codePoints()
                .mapToObj(letter -> Character.isLetterOrDigit(letter) || " .,_-→()".indexOf(letter) >= 0
                        ? Character.toString(letter)
                        : "#" + letter + ";")
                .collect(joining());
    }
}

package io.cdcvault.diagram;

import io.cdcvault.diagram.Box.Edge;
import io.cdcvault.diagram.LayeredLayout.Place;
import java.util.List;

/**
 * Boxes and lines as an SVG file. Colours are attributes, which a page's style sheet overrides by the classes
 * {@code node}, {@code edge} and the kinds of the boxes; each box has its name in {@code data-name}.
 */
final class Svg {

    private final StringBuilder svg = new StringBuilder();
    private final LayeredLayout layout;

    private Svg(LayeredLayout layout) {
        this.layout = layout;
    }

    /** @param layers from left to right; edges are between neighbours */
    static String of(String title, List<List<Box>> layers, List<Edge> edges) {
        return new Svg(new LayeredLayout(layers, edges)).write(title, edges);
    }

    private String write(String title, List<Edge> edges) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %1$d %2$d\""
                .formatted(layout.width(), layout.height()));
        svg.append(" font-family=\"ui-monospace, 'DejaVu Sans Mono', monospace\" font-size=\"11\">\n");
        svg.append("<title>").append(escaped(title)).append("</title>\n");
        edges.forEach(this::edge);
        layout.boxes().forEach(this::box);
        return svg.append("</svg>\n").toString();
    }

    private void edge(Edge edge) {
        Place from = layout.of(edge.from().box());
        Place to = layout.of(edge.to().box());
        int begin = from.x() + from.width();
        int middle = (begin + to.x()) / 2;
        int left = layout.heightOf(edge.from());
        int right = layout.heightOf(edge.to());
        svg.append("<path class=\"edge\" d=\"M%d %dC%d %d %3$d %d %d %5$d\" fill=\"none\" stroke=\"#8a96a1\"/>\n"
                .formatted(begin, left, middle, left, right, to.x()));
    }

    private void box(Box box) {
        Place place = layout.of(box.id());
        svg.append("<g class=\"node %s\" data-kind=\"%1$s\" data-name=\"%s\">\n"
                .formatted(box.kind(), escaped(box.name())));
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#ffffff\" stroke=\"%s\"/>\n"
                .formatted(place.x(), place.y(), place.width(), place.height(), colour(box.kind())));
        text(place, LayeredLayout.TITLE - 8, " font-weight=\"bold\"", box.name());
        int y = LayeredLayout.TITLE + LayeredLayout.ROW - 4;
        for (String row : box.rows()) {
            text(place, y, "", row);
            y += LayeredLayout.ROW;
        }
        svg.append("</g>\n");
    }

    private void text(Place place, int y, String attributes, String text) {
        svg.append("<text x=\"%d\" y=\"%d\" fill=\"#16202a\"%s>"
                        .formatted(place.x() + LayeredLayout.PADDING, place.y() + y, attributes))
                .append(escaped(text))
                .append("</text>\n");
    }

    private static String colour(String kind) {
        return switch (kind) {
            case "hub" -> "#0f766e";
            case "link" -> "#6d4fc4";
            default -> "#8a96a1";
        };
    }

    /** XML has no way to write most control characters. */
    private static String escaped(String text) {
        return text.replaceAll("[\\p{Cntrl}\\uFFFE\\uFFFF]", "\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

package io.cdcvault.diagram;

import io.cdcvault.diagram.Box.Edge;
import io.cdcvault.diagram.Box.End;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Places boxes in layers from left to right, each box near the middle of those that it is connected with: the ordering
 * by barycentres of Sugiyama's method, swept to and fro. In units of the drawing.
 */
final class LayeredLayout {

    static final int TITLE = 24;
    static final int ROW = 15;
    static final int PADDING = 9;

    private static final int BETWEEN_BOXES = 14;
    private static final int BETWEEN_LAYERS = 90;
    private static final int MARGIN = 12;
    private static final int SWEEPS = 4;
    /** Of the fixed-width font. */
    private static final double LETTER = 6.7;

    private static final double BOLD_LETTER = 7.4;

    private final List<List<Box>> layers;
    private final Map<String, Box> boxes = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final int width;
    private final int height;

    /** Where a box is. */
    record Place(int x, int y, int width, int height) {}

    LayeredLayout(List<List<Box>> layers, List<Edge> edges) {
        this.layers = new ArrayList<>(
                layers.stream().filter(layer -> !layer.isEmpty()).toList());
        boxes().forEach(box -> boxes.put(box.id(), box));
        Map<String, List<String>> neighbours = new HashMap<>();
        for (Edge edge : edges) {
            neighbours
                    .computeIfAbsent(edge.from().box(), box -> new ArrayList<>())
                    .add(edge.to().box());
            neighbours
                    .computeIfAbsent(edge.to().box(), box -> new ArrayList<>())
                    .add(edge.from().box());
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int step = 1; step < this.layers.size(); step++) {
                int layer = sweep % 2 == 0 ? step : this.layers.size() - 1 - step;
                order(layer, sweep % 2 == 0 ? layer - 1 : layer + 1, neighbours);
            }
        }
        height = 2 * MARGIN
                + this.layers.stream().mapToInt(LayeredLayout::heightOf).max().orElse(0);
        width = place();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    Stream<Box> boxes() {
        return layers.stream().flatMap(List::stream);
    }

    /** Of the box with this id. */
    Place of(String id) {
        return Objects.requireNonNull(places.get(id), id);
    }

    /** The middle of a row's height, or of the title's. */
    int heightOf(End end) {
        int row = Objects.requireNonNull(boxes.get(end.box()), end.box()).rows().indexOf(end.row());
        return of(end.box()).y() + (row < 0 ? TITLE / 2 : TITLE + row * ROW + ROW / 2);
    }

    /** Boxes without neighbours there stay where they are. */
    private void order(int layer, int fixed, Map<String, List<String>> neighbours) {
        Map<String, Integer> positions = new HashMap<>();
        layers.get(fixed).forEach(box -> positions.put(box.id(), positions.size()));
        Map<String, Double> middles = new HashMap<>();
        List<Box> moved = layers.get(layer);
        double scale = (double) layers.get(fixed).size() / moved.size();
        for (int position = 0; position < moved.size(); position++) {
            middles.put(
                    moved.get(position).id(),
                    neighbours.getOrDefault(moved.get(position).id(), List.of()).stream()
                            .filter(positions::containsKey)
                            .mapToInt(positions::get)
                            .average()
                            .orElse(position * scale));
        }
        layers.set(
                layer,
                moved.stream()
                        .sorted(Comparator.comparingDouble(box -> middles.getOrDefault(box.id(), 0.0)))
                        .toList());
    }

    private int place() {
        int x = MARGIN;
        for (List<Box> layer : layers) {
            int layerWidth =
                    layer.stream().mapToInt(LayeredLayout::widthOf).max().orElse(0);
            int y = (height - heightOf(layer)) / 2;
            for (Box box : layer) {
                places.put(box.id(), new Place(x, y, layerWidth, heightOf(box)));
                y += heightOf(box) + BETWEEN_BOXES;
            }
            x += layerWidth + BETWEEN_LAYERS;
        }
        return Math.max(x - BETWEEN_LAYERS, MARGIN) + MARGIN;
    }

    private static int heightOf(List<Box> layer) {
        return layer.stream().mapToInt(LayeredLayout::heightOf).sum() + (layer.size() - 1) * BETWEEN_BOXES;
    }

    private static int heightOf(Box box) {
        return TITLE + box.rows().size() * ROW + (box.rows().isEmpty() ? 0 : PADDING / 2);
    }

    private static int widthOf(Box box) {
        double widest = Math.max(
                letters(box.name()) * BOLD_LETTER,
                box.rows().stream().mapToInt(LayeredLayout::letters).max().orElse(0) * LETTER);
        return (int) Math.ceil(widest) + 2 * PADDING;
    }

    /** Those of many alphabets of Asia are twice as wide. */
    private static int letters(String text) {
        return text.codePoints().map(letter -> letter < 0x1100 ? 1 : 2).sum();
    }
}

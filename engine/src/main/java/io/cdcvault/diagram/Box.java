package io.cdcvault.diagram;

import java.util.List;

/**
 * A named box of a drawing, with a line for each column.
 *
 * @param id that no other box of the drawing has
 * @param kind a word that a style sheet may know it by
 * @param rows distinct
 */
record Box(String id, String kind, String name, List<String> rows) {

    Box {
        rows = List.copyOf(rows);
    }

    /** The same with other rows. */
    Box with(List<String> others) {
        return new Box(id, kind, name, others);
    }

    /** A line between two boxes of neighbouring layers, from left to right. */
    record Edge(End from, End to) {}

    /**
     * Where a line ends.
     *
     * @param box its id
     * @param row of the box; empty for the box itself
     */
    record End(String box, String row) {}
}

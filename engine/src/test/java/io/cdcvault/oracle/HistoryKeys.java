package io.cdcvault.oracle;

import java.util.List;

/**
 * The business keys of a history that are texts.
 *
 * @param products of items
 * @param codes of members
 */
record HistoryKeys(List<String> products, List<String> codes) {

    /** Which every recipe keeps apart. */
    static final HistoryKeys PLAIN =
            new HistoryKeys(List.of("p0", "p1", "p2"), List.of("m0", "m1", "m2", "m3", "m4", "m5"));

    /** Which only a recipe that loses nothing keeps apart. */
    static final HistoryKeys ALIKE = new HistoryKeys(List.of("p", "P", "p "), List.of("m", "M", " m", "m ", "", "^^"));

    HistoryKeys {
        products = List.copyOf(products);
        codes = List.copyOf(codes);
    }
}

package io.cdcvault.schema.reading;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The items of a list whose key an earlier item has too. */
final class Repeats {

    private Repeats() {}

    static <T> List<T> in(List<T> items, Function<T, ?> key) {
        Set<Object> seen = new HashSet<>();
        return items.stream().filter(item -> !seen.add(key.apply(item))).toList();
    }
}

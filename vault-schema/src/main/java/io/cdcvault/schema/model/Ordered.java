package io.cdcvault.schema.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link Map#copyOf} forgets the order, and hashing depends on it. */
final class Ordered {

    private Ordered() {}

    static <K, V> Map<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}

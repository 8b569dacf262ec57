package io.cdcvault.cli;

import io.cdcvault.feed.kafka.TailedRecord;
import java.util.List;
import java.util.Map;

/**
 * Which records are shown.
 *
 * @param operations any of these; all when there are none
 * @param key values by column, all of which a row's key must have
 */
record TailFilter(List<Change> operations, Map<String, String> key) {

    static final TailFilter ALL = new TailFilter(List.of(), Map.of());

    boolean accepts(TailedRecord record) {
        boolean isWanted = operations.isEmpty() || operations.contains(Change.of(record));
        return isWanted
                && key.entrySet().stream()
                        .allMatch(column ->
                                record.key().path(column.getKey()).asText().equals(column.getValue()));
    }
}

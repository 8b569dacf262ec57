package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.TableName;
import java.util.Map;

/**
 * What {@code rec_src} says for tables that do not say so themselves.
 *
 * @param forAll empty when each source has one of its own
 * @param bySource of several sources, those that have another than their name
 */
record RecordSources(String forAll, Map<String, String> bySource) {

    static final RecordSources NONE = new RecordSources("", Map.of());

    RecordSources {
        bySource = Map.copyOf(bySource);
    }

    String of(TableName table) {
        return forAll.isEmpty() ? bySource.getOrDefault(table.source(), table.source()) : forAll;
    }
}

package io.cdcvault.schema.model;

import java.util.Map;
import java.util.Set;

/**
 * What a source table's columns were at other times than the model's: changes of those times are loaded too.
 *
 * @param optional columns that rows may lack: what they feed is NULL then
 * @param formerNames to the present names
 */
public record ColumnHistory(Set<String> optional, Map<String, String> formerNames) {

    /** The columns were always as they are. */
    public static final ColumnHistory NONE = new ColumnHistory(Set.of(), Map.of());

    public ColumnHistory {
        optional = Set.copyOf(optional);
        formerNames = Map.copyOf(formerNames);
    }
}

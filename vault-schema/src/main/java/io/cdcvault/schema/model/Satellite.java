package io.cdcvault.schema.model;

import java.util.List;

/**
 * Descriptive attributes of a hub or a link, kept as versions.
 *
 * @param parent the hub or link that it describes
 * @param childKey for a multi-active satellite, the columns that distinguish the rows active at one time under one
 *     parent; empty otherwise
 */
public record Satellite(String name, String parent, List<Column> attributes, List<Column> childKey) {

    public Satellite {
        attributes = List.copyOf(attributes);
        childKey = List.copyOf(childKey);
    }

    public boolean isMultiActive() {
        return !childKey.isEmpty();
    }
}

package io.cdcvault.schema.model;

import java.util.List;

/**
 * A business concept, identified by its business key.
 *
 * @param businessKey one column or more; their order is the order in which they are hashed
 */
public record Hub(String name, List<Column> businessKey) {

    public Hub {
        businessKey = List.copyOf(businessKey);
    }
}

package io.cdcvault.schema.hash;

import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.inline;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;

/**
 * Texts one after the other, in groups: an operator's operands nest, and neither a thread's stack nor the server's
 * takes thousands of them.
 */
final class Concatenation {

    private static final int GROUP = 100;

    private Concatenation() {}

    static Field<String> of(List<? extends Field<?>> pieces) {
        if (pieces.isEmpty()) {
            return inline("");
        }
        if (pieces.size() <= GROUP) {
            return concat(pieces.toArray(Field<?>[]::new));
        }
        List<Field<?>> groups = new ArrayList<>();
        for (int from = 0; from < pieces.size(); from += GROUP) {
            groups.add(of(pieces.subList(from, Math.min(pieces.size(), from + GROUP))));
        }
        return of(groups);
    }
}

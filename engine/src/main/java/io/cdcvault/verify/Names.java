package io.cdcvault.verify;

import static io.cdcvault.database.Identifiers.quoted;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lists of columns as SQL writes them. */
final class Names {

    private Names() {}

    /** Quoted, with what they belong to. */
    static String list(String owner, Collection<String> columns) {
        return columns.stream().map(column -> owner + "." + quoted(column)).collect(Collectors.joining(", "));
    }

    /**
     * Expressions as {@code k1, k2, …}, then others as {@code v1, v2, …}: a {@link Comparison} needs no other names.
     */
    static String aliased(Collection<String> keys, Collection<String> values) {
        return Stream.concat(aliased(keys, "k"), aliased(values, "v")).collect(Collectors.joining(", "));
    }

    /** {@code k1, k2, …} up to a number. */
    static String numbered(String letter, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> letter + i).collect(Collectors.joining(", "));
    }

    private static Stream<String> aliased(Collection<String> expressions, String letter) {
        int[] number = {0};
        return expressions.stream().map(expression -> expression + " as " + letter + ++number[0]);
    }
}

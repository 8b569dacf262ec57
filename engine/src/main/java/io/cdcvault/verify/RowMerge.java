package io.cdcvault.verify;

import io.cdcvault.verify.Difference.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks along both sides' rows in the order of their keys, holding no more than one of each. */
final class RowMerge {

    private final int examplesWanted;
    private final boolean allowsMore;
    private final Set<String> explained;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<String, Kind> examples = new LinkedHashMap<>();
    private long explainedCount;

    /** @param explained digests of keys whose differences are counted apart */
    RowMerge(int examplesWanted, boolean allowsMore, Set<String> explained) {
        this.examplesWanted = examplesWanted;
        this.allowsMore = allowsMore;
        this.explained = explained;
    }

    private record Row(String key, String value) {

        static @Nullable Row next(ResultSet rows) throws SQLException {
            return rows.next() ? new Row(rows.getString(1), rows.getString(2)) : null;
        }
    }

    void walk(ResultSet source, ResultSet vault) throws SQLException {
        Row expected = Row.next(source);
        Row actual = Row.next(vault);
        while (expected != null || actual != null) {
            int order = order(expected, actual);
            assess(order, expected, actual);
            expected = order <= 0 ? Row.next(source) : expected;
            actual = order >= 0 ? Row.next(vault) : actual;
        }
    }

    long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Of all differences, those that were known to be explained. */
    long explained() {
        return explainedCount;
    }

    /** Digests of keys. */
    Map<String, Kind> examples() {
        return examples;
    }

    /** A side that has ended comes after everything. */
    private static int order(@Nullable Row expected, @Nullable Row actual) {
        if (expected == null || actual == null) {
            return expected == null ? 1 : -1;
        }
        return expected.key().compareTo(actual.key());
    }

    private void assess(int order, @Nullable Row expected, @Nullable Row actual) {
        if (order < 0 && expected != null) {
            note(Kind.MISSING, expected.key());
        } else if (order > 0 && actual != null && !allowsMore) {
            note(Kind.SURPLUS, actual.key());
        } else if (order == 0 && expected != null && !expected.equals(actual)) {
            note(Kind.CHANGED, expected.key());
        }
    }

    private void note(Kind kind, String key) {
        counts.merge(kind, 1L, Long::sum);
        explainedCount += explained.contains(key) ? 1 : 0;
        if (examples.size() < examplesWanted) {
            examples.putIfAbsent(key, kind);
        }
    }
}

package io.cdcvault.verify;

import io.cdcvault.verify.Difference.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Compares by buckets first; only the rows of buckets that differ leave their database, and only as digests. */
final class Comparer {

    private final ReadSession source;
    private final ReadSession vault;
    private final KeySpelling spelling;
    private final int examplesWanted;

    Comparer(ReadSession source, ReadSession vault, KeySpelling spelling, int examplesWanted) {
        this.source = source;
        this.vault = vault;
        this.spelling = spelling;
        this.examplesWanted = examplesWanted;
    }

    ComparisonResult compare(Comparison comparison, WaitingRows waiting) {
        Overview overview = overview(comparison);
        if (overview.differing().isEmpty()) {
            return ComparisonResult.equal(comparison, overview.rows());
        }
        Set<String> explained = waiting.explained(comparison, spelling, source, vault);
        RowMerge merge = new RowMerge(examplesWanted, comparison.allowsMore(), explained);
        walk(comparison, overview.differing(), merge);
        return new ComparisonResult(
                comparison.table(),
                comparison.subject(),
                overview.rows(),
                merge.count(Kind.MISSING),
                merge.count(Kind.SURPLUS),
                merge.count(Kind.CHANGED),
                merge.explained(),
                examples(comparison, merge.examples(), explained));
    }

    /**
     * What the buckets show.
     *
     * @param rows in the source
     * @param differing buckets to look into
     */
    record Overview(long rows, List<String> differing) {}

    Overview overview(Comparison comparison) {
        // Each side has a server of its own to keep busy.
        CompletableFuture<Buckets> expected =
                CompletableFuture.supplyAsync(() -> buckets(source, comparison, comparison.sourceSelect()));
        Buckets actual;
        try {
            actual = buckets(vault, comparison, comparison.vaultSelect());
        } finally {
            // The session must be at rest before anybody else uses or closes it.
            expected.handle((buckets, failure) -> true).join();
        }
        Buckets wanted = joined(expected);
        return new Overview(wanted.rows(), wanted.differingFrom(actual));
    }

    private static Buckets joined(CompletableFuture<Buckets> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Buckets buckets(ReadSession session, Comparison comparison, String select) {
        return session.query("read " + what(comparison), comparison.bucketsOf(select, spelling), Buckets::of);
    }

    /** Compares the rows of some buckets one by one. */
    void walk(Comparison comparison, List<String> buckets, RowMerge merge) {
        String what = "read rows of " + what(comparison);
        source.query(
                what,
                comparison.rowsOf(comparison.sourceSelect(), spelling),
                expected -> vault.query(
                        what,
                        comparison.rowsOf(comparison.vaultSelect(), spelling),
                        actual -> {
                            merge.walk(expected, actual);
                            return merge;
                        },
                        buckets),
                buckets);
    }

    /**
     * What differs, with the columns.
     *
     * @param kinds by the digests of the rows' keys
     * @param explained digests of keys
     */
    List<Difference> examples(Comparison comparison, Map<String, Kind> kinds, Set<String> explained) {
        if (kinds.isEmpty()) {
            return List.of();
        }
        List<String> keys = List.copyOf(kinds.keySet());
        Map<String, List<@Nullable String>> expected = texts(source, comparison, comparison.sourceSelect(), keys);
        Map<String, List<@Nullable String>> actual = texts(vault, comparison, comparison.vaultSelect(), keys);
        List<Difference> differences = new ArrayList<>();
        kinds.forEach((key, kind) -> differences.add(difference(
                comparison,
                kind,
                expected.getOrDefault(key, List.of()),
                actual.getOrDefault(key, List.of()),
                explained.contains(key))));
        return differences;
    }

    private Map<String, List<@Nullable String>> texts(
            ReadSession session, Comparison comparison, String select, List<String> keys) {
        int columns = comparison.keys().size() + comparison.values().size();
        return session.query(
                "read examples of " + what(comparison),
                comparison.examplesOf(select, spelling),
                rows -> {
                    Map<String, List<@Nullable String>> texts = new LinkedHashMap<>();
                    while (rows.next()) {
                        texts.putIfAbsent(rows.getString(1), row(rows, columns));
                    }
                    return texts;
                },
                keys);
    }

    private static List<@Nullable String> row(ResultSet rows, int columns) throws SQLException {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            row.add(rows.getString(i + 2));
        }
        return row;
    }

    private static Difference difference(
            Comparison comparison,
            Kind kind,
            List<@Nullable String> expected,
            List<@Nullable String> actual,
            boolean isExplained) {
        List<@Nullable String> known = expected.isEmpty() ? actual : expected;
        Map<String, @Nullable String> key = new LinkedHashMap<>();
        for (int i = 0; i < comparison.keys().size(); i++) {
            key.put(comparison.keys().get(i).name(), known.get(i));
        }
        Map<String, Difference.Pair> columns = new LinkedHashMap<>();
        for (int i = 0; kind == Kind.CHANGED && i < comparison.values().size(); i++) {
            Optional<String> wanted =
                    Optional.ofNullable(expected.get(comparison.keys().size() + i));
            Optional<String> found =
                    Optional.ofNullable(actual.get(comparison.keys().size() + i));
            if (!wanted.equals(found)) {
                columns.put(comparison.values().get(i), new Difference.Pair(wanted, found));
            }
        }
        return new Difference(kind, key, columns, isExplained);
    }

    private static String what(Comparison comparison) {
        String casts = comparison.risky().isEmpty() ? "" : " (" + String.join(", ", comparison.risky()) + ")";
        return comparison.subject() + " as " + comparison.table() + " has it" + casts;
    }
}

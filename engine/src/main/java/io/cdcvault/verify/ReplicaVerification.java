package io.cdcvault.verify;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import io.cdcvault.verify.Difference.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the master with its streaming replica, table by table, while both continue. A replica cannot be read as of a
 * position, so rows that differ are looked at again: a row counts as different when the replica differs from it three
 * times although the master had the same row before and after. A row that changes all the time is not compared.
 */
public final class ReplicaVerification {

    private static final int TIMES = 3;
    private static final int ROUNDS = 12;
    private static final int SUSPECTS = 100_000;

    private final List<SourceTable> sources;
    private final int examples;
    private final Time time;

    /**
     * A verification of some tables.
     *
     * @param examples of differences for each table, at most
     */
    public ReplicaVerification(List<SourceTable> sources, int examples, Time time) {
        this.time = time;
        this.sources = List.copyOf(sources);
        this.examples = examples;
    }

    /**
     * Runs it.
     *
     * @param patience for the replica to replay what the master has written
     * @throws io.cdcvault.failure.CdcVaultException when one cannot be read, or the replica does not follow
     */
    public List<ComparisonResult> run(
            Settings settings, Settings.Database replica, Duration patience, Progress progress) {
        List<ComparisonResult> results = new ArrayList<>();
        try (ReplicaPair pair = ReplicaPair.open(settings, replica, patience, time)) {
            progress.begin("Comparing " + sources.size() + " source tables with the replica");
            for (SourceTable source : sources) {
                progress.at(results.size(), sources.size(), source.table() + " in the replica");
                results.add(compare(pair, comparison(source)));
            }
        }
        return results;
    }

    private ComparisonResult compare(ReplicaPair pair, Comparison comparison) {
        Comparer comparer = new Comparer(pair.master(), pair.replica(), KeySpelling.EXACT, examples);
        pair.moveOn();
        Comparer.Overview overview = comparer.overview(comparison);
        if (overview.differing().isEmpty()) {
            return ComparisonResult.equal(comparison, overview.rows());
        }
        RowMerge merge = new RowMerge(SUSPECTS, false, Set.of());
        comparer.walk(comparison, overview.differing(), merge);
        Map<String, Kind> confirmed =
                confirmed(pair, comparison, merge.examples().keySet());
        Map<String, Kind> shown = new LinkedHashMap<>();
        confirmed.entrySet().stream().limit(examples).forEach(entry -> shown.put(entry.getKey(), entry.getValue()));
        return new ComparisonResult(
                comparison.table(),
                comparison.subject(),
                overview.rows(),
                count(confirmed, Kind.MISSING),
                count(confirmed, Kind.SURPLUS),
                count(confirmed, Kind.CHANGED),
                0,
                comparer.examples(comparison, shown, Set.of()));
    }

    private static Map<String, Kind> confirmed(ReplicaPair pair, Comparison comparison, Set<String> differing) {
        Map<String, Kind> confirmed = new LinkedHashMap<>();
        Map<String, Integer> times = new HashMap<>();
        Set<String> open = new LinkedHashSet<>(differing);
        for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
            Look look = Look.at(pair, comparison, List.copyOf(open));
            open.removeIf(key -> look.isSame(key));
            for (String key : List.copyOf(open)) {
                if (look.isDifferent(key) && times.merge(key, 1, Integer::sum) == TIMES) {
                    confirmed.put(key, look.kind(key));
                    open.remove(key);
                }
            }
        }
        return confirmed;
    }

    /** Some rows on the master, then on the replica, then on the master again; each as a digest. */
    private record Look(Map<String, String> before, Map<String, String> replica, Map<String, String> after) {

        static Look at(ReplicaPair pair, Comparison comparison, List<String> keys) {
            pair.moveOn();
            Map<String, String> before = rows(pair.master(), comparison, keys);
            Map<String, String> replica = rows(pair.replica(), comparison, keys);
            pair.master().moveOn();
            return new Look(before, replica, rows(pair.master(), comparison, keys));
        }

        boolean isSame(String key) {
            return same(before.get(key), replica.get(key)) || same(after.get(key), replica.get(key));
        }

        boolean isDifferent(String key) {
            return same(before.get(key), after.get(key)) && !same(before.get(key), replica.get(key));
        }

        Kind kind(String key) {
            if (!replica.containsKey(key)) {
                return Kind.MISSING;
            }
            return before.containsKey(key) ? Kind.CHANGED : Kind.SURPLUS;
        }

        private static boolean same(@Nullable String one, @Nullable String other) {
            return java.util.Objects.equals(one, other);
        }

        private static Map<String, String> rows(ReadSession session, Comparison comparison, List<String> keys) {
            return session.query(
                    "look again at rows of " + comparison.table(),
                    comparison.rowsByKey(comparison.sourceSelect(), KeySpelling.EXACT),
                    rows -> {
                        Map<String, String> found = new HashMap<>();
                        while (rows.next()) {
                            found.merge(
                                    rows.getString(1),
                                    rows.getString(2),
                                    (one, other) -> one.compareTo(other) < 0 ? one + other : other + one);
                        }
                        return found;
                    },
                    keys);
        }
    }

    private static long count(Map<String, Kind> kinds, Kind kind) {
        return kinds.values().stream().filter(kind::equals).count();
    }

    /** By the columns that feed hubs, and the whole row as one text. */
    private static Comparison comparison(SourceTable source) {
        Set<String> keys = new LinkedHashSet<>();
        source.hubs().forEach(feed -> feed.columns().values().forEach(fed -> keys.addAll(source.sourceColumns(fed))));
        String select = "select "
                + Names.aliased(
                        keys.stream()
                                .map(key -> "source_row." + Identifiers.quoted(key))
                                .toList(),
                        List.of("source_row::text"))
                + " from "
                + Identifiers.qualified(source.table().schema(), source.table().table()) + " as source_row";
        List<Comparison.Key> named =
                keys.stream().map(key -> new Comparison.Key(key, key)).toList();
        return new Comparison(source.table(), "replica", named, List.of("row"), select, select, false, Set.of());
    }
}

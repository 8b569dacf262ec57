package io.cdcvault.drift;

import io.cdcvault.bookkeeping.DriftLedger;
import io.cdcvault.bookkeeping.DriftLedger.Entry;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices how the source publishes the model's tables, while a capture runs and when it begins. Used by one thread at a
 * time.
 *
 * <p>Why: docs/decisions/0019-what-is-published-is-compared-with-what-was.md
 */
public final class SourceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);

    /** Then the warehouse is asked again: a loader may have found a gap, too. */
    private static final Duration REMEMBERED = Duration.ofSeconds(15);

    private final Map<TableName, MappedTable> tables;
    private final Obstacles obstacles;
    private final DriftLedger ledger;
    private final boolean repairs;
    private final Time time;
    private Map<TableName, TableFacts> first = Map.of();
    private @Nullable Map<TableName, TableFacts> recorded;
    private Set<String> reported = Set.of();
    private Stopwatch sinceRecorded;

    /**
     * A watch over the tables of a model.
     *
     * @param repairs whether tables with a gap are read again without being asked for
     */
    public SourceWatch(
            Collection<MappedTable> tables, Obstacles obstacles, DriftLedger ledger, boolean repairs, Time time) {
        this.time = time;
        this.sinceRecorded = time.stopwatch();
        this.tables = tables.stream().collect(Collectors.toMap(MappedTable::name, table -> table));
        this.obstacles = obstacles;
        this.ledger = ledger;
        this.repairs = repairs;
    }

    /**
     * The first look of a capture.
     *
     * @param facts of all tables
     */
    public void begin(Map<TableName, TableFacts> facts) {
        first = facts;
        see(facts);
    }

    /**
     * A later look.
     *
     * @param facts of all tables
     * @throws CdcVaultException when the capture must begin again with what the catalog says now
     */
    public void look(Map<TableName, TableFacts> facts) {
        see(facts);
        for (Map.Entry<TableName, TableFacts> table : facts.entrySet()) {
            TableFacts before = first.get(table.getKey());
            if (before != null && !before.recordKey().equals(table.getValue().recordKey())) {
                throw new CdcVaultException(
                        FailureKind.SOURCE_CHANGED,
                        "What identifies the rows of " + table.getKey() + " in the log changed from "
                                + before.recordKey() + " to " + table.getValue().recordKey());
            }
        }
    }

    /**
     * Refuses tables that cannot be captured right.
     *
     * @param found by table
     * @throws CdcVaultException with every obstacle of every table, and what removes it
     */
    public static void requireNone(Map<TableName, List<Obstacle>> found) {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(found)
                .forEach((table, obstacles) -> obstacles.forEach(
                        each -> problems.add(table + " " + each.reason() + "; run: " + each.remedy())));
        if (!problems.isEmpty()) {
            throw new CdcVaultException(FailureKind.SOURCE_NOT_READY, String.join("\n", problems));
        }
    }

    private void see(Map<TableName, TableFacts> facts) {
        if (facts.equals(recorded) && !sinceRecorded.isOver(REMEMBERED)) {
            return;
        }
        try {
            ledger.change(remembered -> decide(remembered, facts));
            recorded = facts;
            sinceRecorded = time.stopwatch();
        } catch (CdcVaultException e) {
            // The warehouse is away, which is reported elsewhere; the next look tries again.
            LOG.debug("How the source publishes its tables is not recorded", e);
        }
    }

    private DriftLedger.Change decide(Map<TableName, Entry> remembered, Map<TableName, TableFacts> facts) {
        Map<TableName, Entry> entries = new TreeMap<>();
        Set<TableName> toRepair = new HashSet<>();
        Set<String> seen = new HashSet<>();
        tables.forEach((name, table) -> {
            TableFacts now = facts.get(name);
            if (now != null) {
                Entry known = remembered.getOrDefault(
                        name, Entry.of(first.getOrDefault(name, now).text()));
                Drift drift = new Drift(table, known, now, obstacles);
                drift.report().ifPresent(seen::add);
                boolean isToBeRepaired = repairs && drift.isToBeRepaired();
                if (isToBeRepaired) {
                    toRepair.add(name);
                }
                if (!remembered.containsKey(name) || drift.isChanged() || isToBeRepaired) {
                    entries.put(name, drift.entry());
                }
            }
        });
        report(seen);
        return new DriftLedger.Change(entries, toRepair);
    }

    private void report(Set<String> seen) {
        seen.stream().filter(message -> !reported.contains(message)).sorted().forEach(LOG::warn);
        reported = Set.copyOf(seen);
    }
}

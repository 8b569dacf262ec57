package io.cdcvault.drift;

import io.cdcvault.bookkeeping.DriftLedger;
import io.cdcvault.bookkeeping.DriftLedger.Entry;
import io.cdcvault.change.Lsn;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.ColumnChange.TableDropped;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Mapping mapping;
    private final Map<TableName, MappedTable> tables;
    private final Obstacles obstacles;
    private final DriftLedger ledger;
    private final boolean repairs;
    private final Following following;
    private final Time time;
    private Map<TableName, TableFacts> first = Map.of();
    private @Nullable Map<TableName, TableFacts> recorded;
    private Set<String> reported = Set.of();
    private Stopwatch sinceRecorded;

    /**
     * The model whose tables are watched.
     *
     * @param followed what became of the source's columns, as the model has it already
     */
    public record Mapping(VaultModel model, List<ColumnChange> followed, Collection<MappedTable> tables) {}

    /** How the source's columns are followed. */
    public interface Following {

        /** Whether those of a table are; otherwise they are only reported. */
        boolean isWanted(TableName table);

        /** What becomes of types of a table's columns that become others. */
        Types types(TableName table);

        /** What becomes of the rows of a table that is dropped. */
        Dropped dropped(TableName table);

        /** Whether a table that loses a column which rows are identified by ends the service. */
        boolean stopsAtDroppedKeys(TableName table);

        /**
         * What keeps the vault's columns from becoming wider; empty when nothing does.
         *
         * @param changes by which the model would follow
         */
        Optional<Obstacle> obstacleTo(List<ColumnChange> changes);

        /** What is in the way of a table, that neither its facts nor what is remembered of it show. */
        Optional<Obstacle> otherObstacle(TableName table);

        /** The type that the vault has for a column of the source. */
        String typeOf(TableName table, String column);

        /** What a table is called now; empty when it is no more. */
        Optional<TableName> nameOf(String oid);

        /** Where the master's WAL ends, after all that is visible. */
        Lsn walEnd();
    }

    /**
     * A watch over the tables of a model.
     *
     * @param repairs whether tables with a gap are read again without being asked for
     */
    public SourceWatch(
            Mapping mapping, Obstacles obstacles, DriftLedger ledger, boolean repairs, Following following, Time time) {
        this.time = time;
        this.sinceRecorded = time.stopwatch();
        this.mapping = mapping;
        this.tables = mapping.tables().stream().collect(Collectors.toMap(MappedTable::name, table -> table));
        this.following = following;
        this.obstacles = obstacles;
        this.ledger = ledger;
        this.repairs = repairs;
    }

    /**
     * The type that the source had for a column when the vault's last followed it, as {@code format_type} writes it;
     * empty when that is not remembered.
     */
    public static Optional<String> type(DriftLedger.Memory memory, TableName table, String column) {
        return Optional.ofNullable(memory.entries().get(table))
                .map(entry -> TableFacts.parse(entry.facts()).columns().get(column))
                .map(TableFacts.Column::declared)
                .filter(declared -> !declared.isEmpty());
    }

    /** The OIDs that tables of the model had last. */
    public static Set<String> oids(DriftLedger.Memory memory) {
        return memory.entries().values().stream()
                .map(entry -> TableFacts.parse(entry.facts()).lastOid())
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** Whether the table that had a name last was another one than that with this OID. */
    public static boolean wasAnother(DriftLedger.Memory memory, TableName table, String oid) {
        return Optional.ofNullable(memory.entries().get(table))
                .flatMap(entry -> TableFacts.parse(entry.facts()).lastOid())
                .filter(last -> !last.equals(oid))
                .isPresent();
    }

    /** The columns that are sent of a table, as far as that is remembered. */
    public static Set<String> sent(DriftLedger.Memory memory, TableName table) {
        return Optional.ofNullable(memory.entries().get(table))
                .map(entry -> TableFacts.parse(entry.facts()).columns())
                .orElse(Map.of())
                .entrySet()
                .stream()
                .filter(column -> column.getValue().isPublished())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * The first look of a capture.
     *
     * @param facts of all tables
     * @throws CdcVaultException when the capture must begin again, with the model as it follows the source
     */
    public void begin(Map<TableName, TableFacts> facts) {
        first = facts;
        see(facts);
    }

    /**
     * A look because a change has other columns than the model knows.
     *
     * @param facts of all tables
     * @param came columns that the change carries, by table
     * @throws CdcVaultException when the loader must begin again, with the model as it follows the source
     */
    public void learn(Map<TableName, TableFacts> facts, Map<TableName, Set<String>> came) {
        first = facts;
        List<ColumnChange> news = new ArrayList<>();
        ledger.change(memory -> decide(memory, facts, came, news));
        requireNone(news);
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
        List<ColumnChange> news = new ArrayList<>();
        try {
            ledger.change(memory -> decide(memory, facts, Map.of(), news));
            recorded = facts;
            sinceRecorded = time.stopwatch();
        } catch (CdcVaultException e) {
            if (e.kind() == FailureKind.MODEL_OUTDATED) {
                throw e;
            }
            // The warehouse is away, which is reported elsewhere; the next look tries again.
            LOG.debug("How the source publishes its tables is not recorded", e);
            news.clear();
        }
        requireNone(news);
    }

    private static void requireNone(List<ColumnChange> news) {
        if (!news.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_CHANGED,
                    news.stream().map(ColumnNews::text).collect(Collectors.joining("; ")));
        }
    }

    /** What a look makes of what is remembered; {@code news} gets what becomes of columns. */
    DriftLedger.Change decide(
            DriftLedger.Memory memory,
            Map<TableName, TableFacts> facts,
            Map<TableName, Set<String>> came,
            List<ColumnChange> news) {
        Map<TableName, Entry> remembered = memory.entries();
        if (memory.columns().size() > mapping.followed().size()) {
            // Another process has noticed them; only a model that follows them says what the tables need.
            news.addAll(memory.columns()
                    .subList(mapping.followed().size(), memory.columns().size()));
            return DriftLedger.Change.NONE;
        }
        Map<TableName, Entry> entries = new TreeMap<>();
        Map<TableName, List<String>> notices = new TreeMap<>();
        Set<TableName> toRepair = new HashSet<>();
        Set<TableName> unreadable = new HashSet<>();
        Set<String> seen = new HashSet<>();
        tables.forEach((name, table) -> {
            TableFacts now = facts.get(name);
            if (now != null) {
                Entry known = remembered.getOrDefault(
                        name, fresh(remembered, first.getOrDefault(name, now).text()));
                Set<String> carried = remembered.containsKey(name) ? came.getOrDefault(name, Set.of()) : Set.of();
                Drift drift = drift(table, known, now, carried, news);
                drift.report().ifPresent(seen::add);
                boolean isToBeRepaired = repairs && drift.isToBeRepaired();
                if (drift.isUnreadable()) {
                    unreadable.add(name);
                }
                if (isToBeRepaired) {
                    toRepair.add(name);
                }
                if (!remembered.containsKey(name) || drift.isChanged() || isToBeRepaired) {
                    entries.put(name, drift.entry());
                    notices.put(name, drift.notices());
                }
            }
        });
        notices.values().removeIf(List::isEmpty);
        report(seen);
        return new DriftLedger.Change(
                entries,
                toRepair,
                unreadable,
                forgotten(remembered),
                List.copyOf(news),
                notices,
                news.isEmpty() && notices.isEmpty() ? Lsn.BEGINNING : following.walEnd());
    }

    /** A loader leaves such a gap, too, but may hear of the model after the capture. */
    private static Entry fresh(Map<TableName, Entry> remembered, String facts) {
        return remembered.values().stream()
                        .anyMatch(entry -> TableFacts.parse(entry.facts()).isSeen())
                ? Entry.ofNew(facts)
                : Entry.of(facts);
    }

    /**
     * Tables that were watched and are not in the model; one that no look has seen yet may come with the next model.
     */
    private List<TableName> forgotten(Map<TableName, Entry> remembered) {
        return remembered.entrySet().stream()
                .filter(entry -> !tables.containsKey(entry.getKey()))
                .filter(entry -> TableFacts.parse(entry.getValue().facts()).isSeen())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @param news gets what becomes of the table's columns */
    private Drift drift(MappedTable table, Entry known, TableFacts now, Set<String> came, List<ColumnChange> news) {
        Optional<SourceTable> source = mapping.model().source(table.name());
        if (source.isEmpty()) {
            return new Drift(table, known, now, obstacles);
        }
        TableFacts before = TableFacts.parse(known.facts());
        ColumnDrift columns = new ColumnDrift(mapping.model(), source.get(), before, now, came);
        List<ColumnChange> changes =
                new ArrayList<>(following.isWanted(table.name()) ? columns.changes(following::typeOf) : List.of());
        Map<String, String> newNames = new HashMap<>();
        changes.forEach(change -> {
            if (change instanceof Renamed renamed) {
                newNames.put(renamed.column(), renamed.newName());
            }
        });
        TableFacts named = before.withNames(newNames);
        MappedTable followed = table.following(changes, columns.filled(changes));
        if (now.exists() && following.stopsAtDroppedKeys(table.name())) {
            requireKeys(followed, Evolution.of(mapping.model(), changes), now);
        }
        TypeNews types = TypeNews.of(mapping.model(), source.get(), changes, named, now, following);
        changes.addAll(types.followed());
        news.addAll(changes);
        List<Obstacle> others = new ArrayList<>(types.obstacles());
        otherName(table.name(), before, now).ifPresent(others::add);
        following.otherObstacle(table.name()).ifPresent(others::add);
        Optional<Dropped> gone = gone(table.name(), before, now);
        gone.filter(what -> !before.dropped().equals(gone))
                .ifPresent(what -> news.add(new TableDropped(table.name(), what == Dropped.END)));
        return new Drift(
                followed,
                known.withFacts(named.text()),
                now.rememberedWithTypes(types.kept(), named),
                obstacles,
                others,
                columns.gap(changes),
                gone);
    }

    /** @throws CdcVaultException when the table lacks a column that feeds more than attributes */
    private static void requireKeys(MappedTable table, VaultModel model, TableFacts now) {
        List<String> missing = table.columns().stream()
                .filter(column -> !now.columns().containsKey(column))
                .filter(column -> !table.optional().contains(column))
                .filter(column -> model.source(table.name())
                        .filter(source -> !Evolution.isDescriptive(model, source, column))
                        .isPresent())
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.MODEL_OUTDATED,
                    table.name() + " has no column " + String.join(", ", missing)
                            + ", by which the model identifies rows");
        }
    }

    /** Of a table that was there, and is there under no name. */
    private Optional<Dropped> gone(TableName table, TableFacts before, TableFacts now) {
        boolean isGone = !now.exists()
                && before.lastOid().isPresent()
                && before.lastOid().flatMap(following::nameOf).isEmpty();
        return Optional.of(following.dropped(table)).filter(what -> isGone && what != Dropped.REPORT);
    }

    /**
     * What becomes of the rows of a table that is not there: empty when that is only reported, and when it was never
     * there, or is under another name.
     *
     * @throws CdcVaultException when a database cannot be asked
     */
    public Optional<Dropped> gone(TableName table) {
        return Optional.ofNullable(ledger.memory().entries().get(table))
                .map(entry -> TableFacts.parse(entry.facts()))
                .flatMap(before -> gone(table, before, TableFacts.NONE));
    }

    /** A table that is not there may have another name. */
    private Optional<Obstacle> otherName(TableName table, TableFacts before, TableFacts now) {
        return now.exists()
                ? Optional.empty()
                : before.lastOid()
                        .flatMap(following::nameOf)
                        .filter(name -> !name.equals(table))
                        .map(name -> new Obstacle(
                                "is called " + name + " now, and its changes come under that name",
                                "rename it back, or let the model call it " + name,
                                true));
    }

    private void report(Set<String> seen) {
        seen.stream().filter(message -> !reported.contains(message)).sorted().forEach(LOG::warn);
        reported = Set.copyOf(seen);
    }
}

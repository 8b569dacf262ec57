package io.cdcvault.verify;

import io.cdcvault.bookkeeping.AcceptedLosses;
import io.cdcvault.bookkeeping.AcceptedLosses.Parting;
import io.cdcvault.bookkeeping.ModelHistory;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares source tables with the vault at a snapshot's LSN, then checks the rules of the vault's tables. */
public final class Verification {

    private final VaultModel model;
    private final List<SourceTable> sources;
    private final int examples;

    /**
     * A verification of some source tables.
     *
     * @param examples of differences for each vault table, at most
     */
    public Verification(VaultModel model, List<SourceTable> sources, int examples) {
        this.model = model;
        this.sources = List.copyOf(sources);
        this.examples = examples;
    }

    /**
     * Runs it. The vault must have applied everything up to the snapshot's LSN.
     *
     * @throws io.cdcvault.failure.CdcVaultException when a database cannot be read
     */
    public VerifyReport run(Settings settings, SourceSnapshot snapshot, Progress progress) {
        ComparedCatalog catalog = ComparedCatalog.read(snapshot.session(), model);
        VaultModel comparable = catalog.comparable(model);
        Map<Boolean, List<SourceTable>> parts = sources.stream()
                .collect(Collectors.partitioningBy(source -> !catalog.has(source.table()) && isKept(source, settings)));
        List<SourceTable> kept = Objects.requireNonNull(parts.get(true));
        List<SourceTable> present = Objects.requireNonNull(parts.get(false));
        List<Comparison> comparisons = present.stream()
                .flatMap(source -> new Comparisons(comparable, source, catalog, snapshot.lsn()).all().stream())
                .toList();
        try (ReadSession vault =
                ReadSession.open(ReadSession.Database.WAREHOUSE, settings.warehouse(), settings.name())) {
            LoadedVault loaded = LoadedVault.of(settings, model.settings().schema());
            KeySpelling spelling = KeySpelling.of(model, snapshot.session(), vault);
            List<Rule> rules = new Rules(model, attributes(vault, loaded), partings(vault, settings)).of(elements());
            int steps = comparisons.size() + rules.size();
            WaitingRows waiting = WaitingRows.read(vault, loaded, catalog);
            Comparer comparer = new Comparer(snapshot.session(), vault, spelling, examples);
            List<ComparisonResult> compared = new ArrayList<>();
            progress.begin("Comparing " + present.size() + " source tables with the vault");
            for (Comparison comparison : comparisons) {
                progress.at(compared.size(), steps, comparison.table() + " in " + comparison.subject());
                compared.add(comparer.compare(comparison, waiting));
            }
            return new VerifyReport(
                            snapshot.lsn(),
                            compared,
                            checked(rules, vault, progress, steps),
                            List.of(),
                            waiting(waiting))
                    .without(kept.stream().map(SourceTable::table).toList());
        }
    }

    /** Whether the rows of a table that is dropped stay in the vault: the source has nothing to compare them with. */
    private static boolean isKept(SourceTable source, Settings settings) {
        return source.drift().dropped().orElse(settings.load().droppedTables()) == Dropped.KEEP;
    }

    private Map<String, List<Set<String>>> attributes(ReadSession vault, LoadedVault loaded) {
        return vault.ask(
                "read the models of the vault", connection -> new ModelHistory(connection, loaded).attributes());
    }

    private static List<Parting> partings(ReadSession vault, Settings settings) {
        return vault.ask(
                "read what was lost with masters", connection -> AcceptedLosses.partings(connection, settings));
    }

    private List<RuleResult> checked(List<Rule> rules, ReadSession vault, Progress progress, int steps) {
        List<RuleResult> checked = new ArrayList<>();
        progress.begin("Checking the rules of " + rules.size() + " vault tables");
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            progress.at(steps - rules.size() + i, steps, "rules of " + rule.table());
            checked.addAll(
                    vault.query("check the rules of " + rule.table(), rule.sql(examples), rows -> results(rule, rows)));
        }
        return checked;
    }

    private static List<RuleResult> results(Rule rule, ResultSet rows) throws SQLException {
        List<RuleResult> results = new ArrayList<>(rule.claims().stream()
                .map(claim -> new RuleResult(rule.table(), claim, 0, List.of()))
                .toList());
        while (rows.next()) {
            int claim = rows.getInt(1);
            String[] keys = rows.getArray(3) == null
                    ? new String[0]
                    : (String[]) rows.getArray(3).getArray();
            results.set(
                    claim,
                    new RuleResult(rule.table(), rule.claims().get(claim), rows.getLong(2), Arrays.asList(keys)));
        }
        return results;
    }

    /** The hubs, links and satellites that the source tables feed. */
    private Set<String> elements() {
        Set<String> elements = new LinkedHashSet<>();
        for (SourceTable source : sources) {
            source.hubs().forEach(feed -> elements.add(feed.hub()));
            source.allLinks().forEach(feed -> elements.add(feed.link()));
            source.satellites().forEach(feed -> elements.add(feed.satellite()));
        }
        return elements;
    }

    /** Of the tables that are compared; of every table, of the model or not, when all are. */
    private Map<String, Long> waiting(WaitingRows waiting) {
        Set<TableName> compared = sources.stream().map(SourceTable::table).collect(Collectors.toSet());
        boolean isAll = sources.size() == model.sources().size();
        Map<String, Long> rows = new LinkedHashMap<>();
        waiting.rows().forEach((table, count) -> {
            if (isAll || compared.contains(table)) {
                rows.put(table.toString(), count);
            }
        });
        return rows;
    }
}

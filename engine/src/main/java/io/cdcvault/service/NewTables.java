package io.cdcvault.service;

import io.cdcvault.bookkeeping.DriftLedger;
import io.cdcvault.bookkeeping.LeftOutTables.Reason;
import io.cdcvault.capture.source.PublicationSql;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.catalog.Catalog;
import io.cdcvault.catalog.CatalogReader;
import io.cdcvault.catalog.Selection;
import io.cdcvault.catalog.TablePatterns;
import io.cdcvault.drift.ColumnNews;
import io.cdcvault.drift.SourceWatch;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.init.NewTable;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.Topics;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.DriftPolicy.Columns;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows tables of the source that come and match a pattern of the configuration: publishes them, and gives the model
 * what {@code init} would make of them.
 *
 * <p>Why: docs/decisions/0033-tables-are-followed-by-pattern.md
 */
final class NewTables {

    private static final Logger LOG = LoggerFactory.getLogger(NewTables.class);

    private static final Duration REFUSED = Duration.ofMinutes(1);

    private static final String TABLES =
            """
            select n.nspname, c.relname, c.oid::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
              and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'cdc_vault')
            order by 1, 2""";

    private final Installation installation;
    private final SourceDatabase source;
    private final DriftLedger ledger;
    private final TablePatterns patterns;
    private final Time time;
    /** Keeps a topic for each table; empty where there are no topics. */
    private final Optional<Topics> topics;
    /** Why tables are not followed, so that each is said once. */
    private final Map<TableName, Reason> refused = new HashMap<>();
    /** Published tables beside the model that are not captured. */
    private final Map<TableName, Reason> apart = new HashMap<>();
    /** What the warehouse knows of both; not known at first. */
    private @Nullable Map<TableName, Reason> recorded;
    /** When what was refused is looked at again. */
    private Deadline again;

    NewTables(Installation installation, SourceDatabase source, Time time) {
        this.time = time;
        this.again = time.deadline(REFUSED);
        this.installation = installation;
        this.source = source;
        this.ledger = new DriftLedger(
                installation.settings(), installation.model().settings().schema());
        this.topics =
                installation.settings().kafka().bootstrapServers().map(servers -> new Topics(installation.settings()));
        this.patterns =
                TablePatterns.of(installation.settings().capture().tables().orElse(List.of()));
    }

    /**
     * Looks for some.
     *
     * @throws CdcVaultException when the capture must begin again, with the model as it follows the source
     */
    void look() {
        Map<TableName, String> fresh = patterns.isEmpty() ? Map.of() : fresh();
        refused.keySet().retainAll(fresh.keySet());
        if (!fresh.isEmpty() && (!refused.keySet().containsAll(fresh.keySet()) || again.isPast())) {
            Optional<Set<String>> known = memory().map(SourceWatch::oids);
            if (known.isPresent()) {
                again = time.deadline(REFUSED);
                follow(fresh, known.get());
            }
        }
        if (!apart.isEmpty()) {
            apart.keySet().retainAll(source.publishedTables());
        }
        record();
    }

    /**
     * Those of some published tables beside the model that can be captured: each with a topic that brokers keep apart
     * from those of the others.
     */
    List<TableName> captured(List<TableName> published) {
        apart.clear();
        List<TableName> captured = new ArrayList<>(installation.tables());
        for (TableName table : published) {
            Optional<Reason> taken = topics.flatMap(names -> taken(names, captured, table));
            taken.ifPresent(reason -> leaveOut(apart, table, reason));
            if (taken.isEmpty() && !captured.contains(table)) {
                captured.add(table);
            }
        }
        return captured;
    }

    /**
     * Publishes those of the model's tables that match, and were dropped and created again: such a table is as new as
     * any. To be called before the new one is remembered, so one that a person has taken out of the publication stays
     * out.
     */
    void publishAgain() {
        if (patterns.isEmpty()) {
            return;
        }
        Map<TableName, String> unpublished = matching();
        unpublished.keySet().retainAll(installation.tables());
        unpublished.keySet().removeAll(source.publishedTables());
        if (!unpublished.isEmpty()) {
            memory().ifPresent(memory -> publish(unpublished.entrySet().stream()
                    .filter(table -> SourceWatch.wasAnother(memory, table.getKey(), table.getValue()))
                    .map(Map.Entry::getKey)
                    .toList()));
        }
    }

    /** @param known OIDs of the model's tables: one that was renamed would be in the vault twice */
    private void follow(Map<TableName, String> fresh, Set<String> known) {
        Set<TableName> wanted = new TreeSet<>();
        fresh.forEach((table, oid) -> {
            if (known.contains(oid)) {
                refuse(table, "is in the model under another name", "See its reason in `cdc-vault status`");
            } else if (installation.settings().load().drift() == Columns.REPORT) {
                refuse(
                        table,
                        "is only reported, as `load.drift` says",
                        "Extend the model, as `cdc-vault init` does, or leave the table out of `capture.tables`");
            } else {
                wanted.add(table);
            }
        });
        List<ColumnChange> followed = wanted.isEmpty() ? List.of() : derive(wanted);
        if (!followed.isEmpty()) {
            publish(followed.stream().map(ColumnChange::table).toList());
            remember(followed);
        }
    }

    private Map<TableName, String> fresh() {
        Map<TableName, String> fresh = matching();
        fresh.keySet().removeAll(installation.tables());
        return fresh;
    }

    /** With their OIDs. */
    private Map<TableName, String> matching() {
        Map<TableName, String> matching = source.ask("look for new tables", connection -> {
            Map<TableName, String> tables = new TreeMap<>();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(TABLES)) {
                while (rows.next()) {
                    tables.put(new TableName(rows.getString(1), rows.getString(2)), rows.getString(3));
                }
            }
            return tables;
        });
        matching.keySet().removeIf(table -> !patterns.match(table));
        return matching;
    }

    /** Of the tables of the model; empty while the warehouse is away, which is reported elsewhere. */
    private Optional<DriftLedger.Memory> memory() {
        try {
            return Optional.of(ledger.memory());
        } catch (CdcVaultException e) {
            LOG.debug("Which tables are known is not known", e);
            return Optional.empty();
        }
    }

    private List<ColumnChange> derive(Set<TableName> wanted) {
        Catalog catalog = source.ask("read the catalog", connection -> CatalogReader.read(connection, Selection.all()));
        List<ColumnChange> followed = new ArrayList<>();
        VaultModel model = installation.model();
        Set<TableName> taken = topics.isPresent() ? new TreeSet<>(installation.tables()) : Set.of();
        if (topics.isPresent()) {
            // What is published beside the model has topics, too.
            taken.addAll(source.publishedTables());
        }
        for (TableName table : wanted) {
            Optional<Reason> shares = topics.flatMap(names -> taken(names, taken, table));
            if (shares.isPresent()) {
                leaveOut(refused, table, shares.get());
                continue;
            }
            NewTable found = NewTable.of(catalog, table, model);
            found.leftOut().ifPresent(left -> refuse(table, left.reason(), "Run: " + left.remedy()));
            if (found.added().isPresent()) {
                VaultModel grown = Evolution.of(model, List.of(found.added().get()));
                if (grown.source(table).isPresent()) {
                    followed.add(found.added().get());
                    model = grown;
                    topics.ifPresent(names -> taken.add(table));
                } else {
                    refuse(
                            table,
                            "has names that are taken in the model",
                            "Extend the model by hand: name what the table feeds otherwise");
                }
            }
        }
        return followed;
    }

    private static Optional<Reason> taken(Topics topics, Collection<TableName> tables, TableName fresh) {
        return topics.takenBy(tables, fresh)
                .map(other -> new Reason(
                        "would have a topic that Kafka cannot keep apart from that of " + other, topics.choice(fresh)));
    }

    private void refuse(TableName table, String text, String remedy) {
        leaveOut(refused, table, new Reason(text, remedy));
    }

    private static void leaveOut(Map<TableName, Reason> tables, TableName table, Reason reason) {
        if (!reason.equals(tables.put(table, reason))) {
            LOG.warn("The table {} has come and is not loaded: it {}. {}", table, reason.text(), reason.remedy());
        }
    }

    private void record() {
        Map<TableName, Reason> all = new HashMap<>(apart);
        all.putAll(refused);
        if (!all.equals(recorded)) {
            try {
                ledger.leaveOut(all, source::insertedWalEnd);
                recorded = all;
            } catch (CdcVaultException e) {
                LOG.debug("Which tables are not loaded is not recorded; the next look tries again", e);
            }
        }
    }

    /** Where the role may not, the watch says what to run, as of any table of the model. */
    private void publish(List<TableName> tables) {
        List<TableName> unpublished = new ArrayList<>(tables);
        unpublished.removeAll(source.publishedTables());
        for (TableName table : unpublished) {
            try {
                source.publish(table);
            } catch (CdcVaultException e) {
                LOG.warn(
                        "{} Run: {}",
                        e.getMessage(),
                        PublicationSql.add(source.settings().source().publication(), List.of(table)));
            }
        }
    }

    private void remember(List<ColumnChange> followed) {
        List<ColumnChange> written = new ArrayList<>();
        try {
            ledger.change(memory -> {
                written.clear();
                if (!memory.columns().equals(installation.followed())) {
                    // Another process has noticed something; the next look is by a model that follows it.
                    return DriftLedger.Change.NONE;
                }
                written.addAll(followed);
                return new DriftLedger.Change(
                        Map.of(), List.of(), List.of(), List.of(), followed, Map.of(), source.insertedWalEnd());
            });
        } catch (CdcVaultException e) {
            LOG.debug("New tables are not recorded; the next look tries again", e);
            return;
        }
        if (!written.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_CHANGED,
                    written.stream().map(ColumnNews::text).collect(Collectors.joining("; ")));
        }
    }
}

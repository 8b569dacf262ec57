package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.PARTITION_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.SOURCE_TABLE;
import static io.cdcvault.bookkeeping.schema.Tables.VAULT_ELEMENT;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.cdcvault.feed.FeedName;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.ddl.ExistingColumns;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.ddl.WiderColumn;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ModelComparison;
import io.cdcvault.schema.evolution.ModelComparison.Difference;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The models that a vault was loaded by. What a model has and the one before had not is empty for the rows that were
 * loaded before: their source tables have a gap, which a snapshot of them closes.
 *
 * <p>Why: docs/decisions/0024-a-vault-follows-its-model.md
 */
public final class ModelHistory {

    private static final String HAS_ALL_COLUMNS =
            """
            not exists (select from unnest({0}) as used (name) where not exists (
              select from pg_attribute a
              where a.attrelid = to_regclass(format('%I.%I', {1}, {2})) and a.attname = used.name and not a.attisdropped))""";

    private final Connection connection;
    private final Books books;
    private final LoadedVault vault;

    public ModelHistory(Connection connection, LoadedVault vault) {
        this.connection = connection;
        this.books = new Books(connection);
        this.vault = vault;
    }

    /**
     * What a satellite's hashdiffs were made of, in each model so far, the latest last; without those of which a column
     * was dropped from the vault's table.
     *
     * @throws SQLException when the warehouse does not answer
     */
    public Map<String, List<Set<String>>> attributes() throws SQLException {
        Map<String, List<Set<String>>> attributes = new HashMap<>();
        if (books.has(VAULT_ELEMENT)) {
            books.fetch(select(VAULT_ELEMENT.ELEMENT, VAULT_ELEMENT.ATTRIBUTES)
                            .from(VAULT_ELEMENT)
                            .where(isOfVault())
                            .and(condition(
                                    HAS_ALL_COLUMNS,
                                    VAULT_ELEMENT.ATTRIBUTES,
                                    val(vault.schema()),
                                    VAULT_ELEMENT.ELEMENT))
                            .orderBy(VAULT_ELEMENT.USED_SINCE))
                    .forEach(row -> attributes
                            .computeIfAbsent(row.value1(), element -> new ArrayList<>())
                            .add(new TreeSet<>(List.of(row.value2()))));
        }
        return attributes;
    }

    /**
     * Remembers a model, in the open transaction, and the gaps that it leaves.
     *
     * @param existing what is in the vault's schema before the model's tables are created
     */
    void remember(VaultModel model, ExistingColumns existing, Settings settings) throws SQLException {
        String feed = FeedName.textOf(settings);
        Map<String, List<Set<String>>> known = attributes();
        Map<String, Set<String>> former = former(model, existing, known);
        Map<String, Set<String>> followed = withWhatFollowsTheSource(former);
        for (Map.Entry<String, Set<String>> element : elements(model).entrySet()) {
            String name = element.getKey();
            if (former.containsKey(name) && !known.containsKey(name)) {
                write(name, former.get(name));
            }
            if (!element.getValue().equals(former.get(name))) {
                write(name, element.getValue());
            }
        }
        Map<TableName, String> filtered = new RowFilters(books, vault).changed(model);
        new RowFilters(books, vault).remember(model);
        Map<TableName, String> otherwise = new ModelMeaning(connection, vault).remember(model);
        forgetReleased(model, feed);
        if (hasLoaded(feed)) {
            TableGaps gaps = new TableGaps(connection, feed);
            for (Map.Entry<TableName, String> table : filtered.entrySet()) {
                gaps.leave(table.getKey(), table.getValue());
            }
            for (Map.Entry<TableName, String> table : otherwise.entrySet()) {
                gaps.leave(table.getKey(), table.getValue());
            }
            Set<TableName> newTables = newTables(model, feed);
            for (Map.Entry<TableName, String> table :
                    readAgain(model, followed, existing, newTables).entrySet()) {
                gaps.leave(table.getKey(), table.getValue());
            }
            for (TableName table : newTables) {
                gaps.leaveUnlessKnown(table, TableGaps.NEW);
            }
        }
    }

    /**
     * What becomes different when the vault is loaded by a model. Changes nothing.
     *
     * @param existing what is in the vault's schema
     * @throws SQLException when the warehouse does not answer
     */
    public ModelChanges changes(VaultModel model, ExistingColumns existing, Settings settings) throws SQLException {
        String feed = FeedName.textOf(settings);
        Map<String, Set<String>> former = former(model, existing, attributes());
        boolean isLoaded = books.has(FEED_POSITION) && hasLoaded(feed);
        Set<TableName> newTables = isLoaded ? newTables(model, feed) : Set.of();
        Map<TableName, String> readAgain =
                isLoaded ? readAgain(model, withWhatFollowsTheSource(former), existing, newTables) : new TreeMap<>();
        if (isLoaded) {
            new RowFilters(books, vault).changed(model).forEach(readAgain::putIfAbsent);
        }
        newTables.forEach(table -> readAgain.putIfAbsent(table, TableGaps.NEW));
        Optional<VaultModel> inUse = new ModelMeaning(connection, vault).inUse();
        // What only models before the one in use had has ended already.
        List<String> unfed = unfed(model, inUse.map(ModelHistory::elements).orElse(former));
        List<Difference> remapped = inUse.map(each -> ModelComparison.between(each, model)).orElse(List.of()).stream()
                .filter(each -> !each.isEnd() || !isAmong(unfed, each.what()))
                .toList();
        if (isLoaded) {
            remapped.stream()
                    .filter(Difference::isReadAgain)
                    .forEach(each -> readAgain.putIfAbsent(each.table(), "is mapped otherwise in the model"));
        }
        Set<TableName> released = books.has(SOURCE_TABLE) ? watched(feed) : new TreeSet<>();
        model.sources().forEach(source -> released.remove(source.table()));
        return new ModelChanges(
                existing.missingTables(model),
                existing.missingColumns(model),
                new WiderVault(connection, model)
                        .columns().stream().map(WiderColumn::text).toList(),
                existing.missingKeys(model),
                unfed,
                remapped,
                readAgain,
                List.copyOf(newTables),
                List.copyOf(released));
    }

    /**
     * The attributes that each element of the model and of the models before it had last; without those that are new.
     */
    private static Map<String, Set<String>> former(
            VaultModel model, ExistingColumns existing, Map<String, List<Set<String>>> known) {
        Map<String, Set<String>> former = new TreeMap<>();
        // Loaded by a version that did not remember: the table says what the model was. Of several sources another one
        // may have made it.
        elements(model).keySet().stream()
                .filter(name -> existing.has(name) && !model.settings().share().isPart())
                .forEach(name -> former.put(name, attributesOf(model, name, existing)));
        known.forEach((name, all) -> former.put(name, all.get(all.size() - 1)));
        return former;
    }

    /** An attribute that came with a column of the source has no values before, unless a gap of its own says so. */
    private Map<String, Set<String>> withWhatFollowsTheSource(Map<String, Set<String>> former) throws SQLException {
        Map<String, Set<String>> followed = new TreeMap<>(former);
        for (ColumnChange change : new ColumnLedger(connection, vault).changes()) {
            if (change instanceof Added added && former.containsKey(added.satellite()) && !wasUsed(added)) {
                Set<String> attributes = new TreeSet<>(followed.get(added.satellite()));
                attributes.add(added.attribute());
                followed.put(added.satellite(), attributes);
            }
        }
        return followed;
    }

    /** Whether a model had the attribute: if its column was dropped from the vault since, values are missing. */
    private boolean wasUsed(Added added) throws SQLException {
        return books.first(selectOne()
                        .from(VAULT_ELEMENT)
                        .where(isOfVault())
                        .and(VAULT_ELEMENT.ELEMENT.eq(added.satellite()))
                        .and(VAULT_ELEMENT.ATTRIBUTES.contains(new String[] {added.attribute()})))
                .isPresent();
    }

    private static Map<TableName, String> readAgain(
            VaultModel model, Map<String, Set<String>> former, ExistingColumns existing, Set<TableName> newTables) {
        Map<String, String> additions = new TreeMap<>();
        elements(model).forEach((name, attributes) -> addition(name, attributes, former.get(name))
                .ifPresent(words -> additions.put(name, words)));
        Map<TableName, String> tables = new TreeMap<>();
        for (SourceTable source : model.sources()) {
            Stream<String> lives = newTables.contains(source.table())
                    ? Stream.of()
                    : newLives(model, source, existing)
                            .filter(life -> !additions.containsKey(life.element()))
                            .map(TableShape::name);
            String words = Stream.concat(feeds(source).map(additions::get).filter(each -> each != null), lives)
                    .collect(joining(", "));
            if (!words.isEmpty()) {
                tables.put(source.table(), "feeds what is new in the model, " + words);
            }
        }
        return tables;
    }

    /** Whether it, or the element that it is a part of, is fed no more at all. */
    private static boolean isAmong(List<String> unfed, String what) {
        return unfed.stream().anyMatch(name -> what.equals(name) || what.startsWith(name + "."));
    }

    /**
     * A hub that had no life, or a link, gets one where a table's rows stand for it, or decide about it, from now on.
     */
    private static Stream<TableShape> newLives(VaultModel model, SourceTable source, ExistingColumns existing) {
        return VaultTables.of(model).stream()
                .filter(table -> switch (table.kind()) {
                    case STATUS -> source.row().equals(table.element());
                    case EFFECTIVITY -> source.decides(table.element());
                    case HUB, LINK, SATELLITE -> false;
                })
                .filter(table -> !existing.has(table.name()));
    }

    private static List<String> unfed(VaultModel model, Map<String, Set<String>> former) {
        Map<String, Set<String>> present = elements(model);
        List<String> unfed = new ArrayList<>();
        former.forEach((name, attributes) -> {
            if (present.containsKey(name)) {
                attributes.stream()
                        .filter(attribute -> !present.get(name).contains(attribute))
                        .sorted()
                        .forEach(attribute -> unfed.add(name + "." + attribute));
            } else {
                unfed.add(name);
            }
        });
        return unfed;
    }

    /** What is new, in the words that follow a table's name; empty when nothing is. */
    private static Optional<String> addition(String element, Set<String> attributes, @Nullable Set<String> former) {
        if (former == null) {
            return Optional.of(element);
        }
        Set<String> added = new TreeSet<>(attributes);
        added.removeAll(former);
        return added.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        added.stream().map(column -> element + "." + column).collect(joining(", ")));
    }

    private static Map<String, Set<String>> elements(VaultModel model) {
        Map<String, Set<String>> elements = new TreeMap<>();
        model.hubs().forEach(hub -> elements.put(hub.name(), Set.of()));
        model.links().forEach(link -> elements.put(link.name(), Set.of()));
        model.satellites().forEach(satellite -> {
            Set<String> names = new TreeSet<>();
            satellite.attributes().forEach(attribute -> names.add(attribute.name()));
            elements.put(satellite.name(), names);
        });
        return elements;
    }

    private static Set<String> attributesOf(VaultModel model, String element, ExistingColumns existing) {
        return model.satellites().stream()
                .filter(satellite -> satellite.name().equals(element))
                .findFirst()
                .map(satellite -> existing.attributes(model, satellite))
                .orElse(Set.of());
    }

    private static Stream<String> feeds(SourceTable source) {
        return Stream.of(
                        source.hubs().stream().map(SourceTable.HubFeed::hub),
                        source.allLinks().stream().map(SourceTable.LinkFeed::link),
                        source.satellites().stream().map(SourceTable.SatelliteFeed::satellite))
                .flatMap(names -> names)
                .distinct();
    }

    private void write(String element, Set<String> attributes) throws SQLException {
        String[] sorted = new TreeSet<>(attributes).toArray(String[]::new);
        books.execute(deleteFrom(VAULT_ELEMENT)
                .where(isOfVault())
                .and(VAULT_ELEMENT.ELEMENT.eq(element))
                .and(VAULT_ELEMENT.ATTRIBUTES.eq(sorted)));
        books.execute(insertInto(VAULT_ELEMENT)
                .set(VAULT_ELEMENT.VAULT_SCHEMA, vault.schema())
                .set(VAULT_ELEMENT.SOURCE, vault.source())
                .set(VAULT_ELEMENT.ELEMENT, element)
                .set(VAULT_ELEMENT.ATTRIBUTES, sorted)
                .set(VAULT_ELEMENT.USED_SINCE, Timestamps.NOW));
    }

    /** Of several sources, what the models of one had. */
    private Condition isOfVault() {
        Condition isOfSchema = VAULT_ELEMENT.VAULT_SCHEMA.eq(vault.schema());
        return vault.source().isEmpty() ? isOfSchema : isOfSchema.and(VAULT_ELEMENT.SOURCE.eq(vault.source()));
    }

    private boolean hasLoaded(String feed) throws SQLException {
        return books.first(selectOne()
                        .from(FEED_POSITION)
                        .where(FEED_POSITION.FEED.eq(feed))
                        .and(FEED_POSITION.TRANSACTION_NUMBER.gt(inline(0L)))
                        .unionAll(selectOne().from(PARTITION_POSITION).where(PARTITION_POSITION.FEED.eq(feed))))
                .isPresent();
    }

    /** Tables that join others which are watched already. */
    private Set<TableName> newTables(VaultModel model, String feed) throws SQLException {
        Set<TableName> watched = books.has(SOURCE_TABLE) ? watched(feed) : Set.of();
        Set<TableName> joining = new TreeSet<>();
        if (!watched.isEmpty()) {
            model.sources().forEach(source -> joining.add(source.table()));
            joining.removeAll(watched);
        }
        return joining;
    }

    /** Before the first of their changes is left out: they have a gap when they come back. */
    private void forgetReleased(VaultModel model, String feed) throws SQLException {
        Set<TableName> released = watched(feed);
        model.sources().forEach(source -> released.remove(source.table()));
        // Other vaults of the installation, such as that of a replay, are fed by the same captured tables.
        if (!released.isEmpty() && new ModelMeaning(connection, vault).inUse().equals(Optional.of(model))) {
            books.lock(TableGaps.LOCK);
            for (TableName table : released) {
                SourceTables.forget(connection, feed, table);
            }
        }
    }

    private Set<TableName> watched(String feed) throws SQLException {
        return books
                .fetch(select(SOURCE_TABLE.SOURCE_SCHEMA, SOURCE_TABLE.SOURCE_TABLE_)
                        .from(SOURCE_TABLE)
                        .where(SOURCE_TABLE.FEED.eq(feed)))
                .stream()
                .map(row -> new TableName(row.value1(), row.value2()))
                .collect(toCollection(TreeSet::new));
    }
}

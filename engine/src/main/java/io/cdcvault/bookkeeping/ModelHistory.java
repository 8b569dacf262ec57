package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.PARTITION_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.SOURCE_TABLE;
import static io.cdcvault.bookkeeping.schema.Tables.VAULT_ELEMENT;
import static java.util.stream.Collectors.joining;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.ddl.ExistingColumns;
import io.cdcvault.schema.model.SourceTable;
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
    private final String schema;

    /** @param schema the vault's */
    public ModelHistory(Connection connection, String schema) {
        this.connection = connection;
        this.books = new Books(connection);
        this.schema = schema;
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
                            .where(VAULT_ELEMENT.VAULT_SCHEMA.eq(schema))
                            .and(condition(
                                    HAS_ALL_COLUMNS, VAULT_ELEMENT.ATTRIBUTES, val(schema), VAULT_ELEMENT.ELEMENT))
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
        Map<String, String> additions = new TreeMap<>();
        for (Map.Entry<String, Set<String>> element : elements(model).entrySet()) {
            String name = element.getKey();
            List<Set<String>> former = known.getOrDefault(name, List.of());
            if (former.isEmpty() && existing.has(name)) {
                // Loaded by a version that did not remember: the table says what the model was.
                Set<String> ofTable = attributesOf(model, name, existing);
                write(name, ofTable);
                former = List.of(ofTable);
            }
            addition(name, element.getValue(), former).ifPresent(words -> additions.put(name, words));
            if (former.isEmpty() || !former.get(former.size() - 1).equals(element.getValue())) {
                write(name, element.getValue());
            }
        }
        if (hasLoaded(feed)) {
            TableGaps gaps = new TableGaps(connection, feed);
            for (SourceTable source : model.sources()) {
                String words = feeds(source)
                        .map(additions::get)
                        .filter(each -> each != null)
                        .collect(joining(", "));
                if (!words.isEmpty()) {
                    gaps.leave(source.table(), "feeds what is new in the model, " + words);
                }
            }
            leaveGapOfNewTables(feed, model, gaps);
        }
    }

    /** What is new, in the words that follow a table's name; empty when nothing is. */
    private static Optional<String> addition(String element, Set<String> attributes, List<Set<String>> former) {
        if (former.isEmpty()) {
            return Optional.of(element);
        }
        Set<String> added = new TreeSet<>(attributes);
        added.removeAll(former.get(former.size() - 1));
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
                        source.links().stream().map(SourceTable.LinkFeed::link),
                        source.satellites().stream().map(SourceTable.SatelliteFeed::satellite))
                .flatMap(names -> names)
                .distinct();
    }

    private void write(String element, Set<String> attributes) throws SQLException {
        String[] sorted = new TreeSet<>(attributes).toArray(String[]::new);
        books.execute(deleteFrom(VAULT_ELEMENT)
                .where(VAULT_ELEMENT.VAULT_SCHEMA.eq(schema))
                .and(VAULT_ELEMENT.ELEMENT.eq(element))
                .and(VAULT_ELEMENT.ATTRIBUTES.eq(sorted)));
        books.execute(insertInto(VAULT_ELEMENT)
                .set(VAULT_ELEMENT.VAULT_SCHEMA, schema)
                .set(VAULT_ELEMENT.ELEMENT, element)
                .set(VAULT_ELEMENT.ATTRIBUTES, sorted)
                .set(VAULT_ELEMENT.USED_SINCE, Timestamps.NOW));
    }

    private boolean hasLoaded(String feed) throws SQLException {
        return books.first(selectOne()
                        .from(FEED_POSITION)
                        .where(FEED_POSITION.FEED.eq(feed))
                        .and(FEED_POSITION.TRANSACTION_NUMBER.gt(inline(0L)))
                        .unionAll(selectOne().from(PARTITION_POSITION).where(PARTITION_POSITION.FEED.eq(feed))))
                .isPresent();
    }

    /** A table that joins others which are watched already. */
    private void leaveGapOfNewTables(String feed, VaultModel model, TableGaps gaps) throws SQLException {
        boolean isWatched = books.first(selectOne().from(SOURCE_TABLE).where(SOURCE_TABLE.FEED.eq(feed)))
                .isPresent();
        if (!isWatched) {
            return;
        }
        for (SourceTable source : model.sources()) {
            gaps.leaveUnlessKnown(source.table(), "is new in the model");
        }
    }
}

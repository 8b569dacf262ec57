package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Warns of what no model can put right: names that Kafka takes for one, and keys that are equal and written otherwise.
 */
final class Cautions {

    /** A prefix is the same for all topics of an installation. */
    private static final TopicNames TOPICS = new TopicNames("", Map.of());

    /**
     * Values that are equal have one text, but for these: {@code A} and {@code a}, 1.0 and 1.00, one day and 24 hours.
     */
    private static final Pattern SPELT_OTHERWISE = Pattern.compile("(?:.*\\.)?\"?citext\"?|numeric|interval.*");

    private final VaultModel model;
    private final Map<TableName, CatalogTable> tables;
    private final Remarks remarks;

    Cautions(VaultModel model, Collection<CatalogTable> tables, Remarks remarks) {
        this.model = model;
        this.tables = tables.stream().collect(Collectors.toMap(CatalogTable::name, Function.identity()));
        this.remarks = remarks;
    }

    void add() {
        sharedTopics();
        if (model.settings().hash().equals(HashRecipe.EXACT)) {
            model.hubs().forEach(this::spelling);
        }
    }

    private void sharedTopics() {
        Map<String, List<TableName>> byTopic = model.sources().stream()
                .map(SourceTable::table)
                .sorted()
                .collect(Collectors.groupingBy(TOPICS::indistinct, TreeMap::new, Collectors.toList()));
        byTopic.values().forEach(sharing -> {
            for (TableName table : sharing.subList(1, sharing.size())) {
                int nth = sharing.indexOf(table) + 1;
                remarks.source(
                        table,
                        "Kafka cannot keep its topic and that of " + sharing.get(0)
                                + " apart. Before the first start say"
                                + " in cdc-vault.yaml, under kafka: topics: {\"" + table + "\": \""
                                + TOPICS.table(table).substring(1) + "-" + nth + "\"}. Without Kafka: nothing.");
            }
        });
    }

    /** Of a key that one table alone mentions, each spelling is a row's own. */
    private void spelling(Hub hub) {
        Set<String> columns = new LinkedHashSet<>();
        int feeds = 0;
        for (SourceTable source : model.sources()) {
            for (HubFeed feed : source.hubs()) {
                if (feed.hub().equals(hub.name())) {
                    feeds++;
                    feed.columns().values().stream()
                            .flatMap(fed -> source.sourceColumns(fed).stream())
                            .map(column -> column(source.table(), column))
                            .filter(column -> SPELT_OTHERWISE
                                    .matcher(column.type().declared())
                                    .matches())
                            .forEach(column -> columns.add(
                                    column.name() + " (" + column.type().declared() + ")"));
                }
            }
        }
        if (feeds > 1 && !columns.isEmpty()) {
            remarks.element(
                    hub.name(),
                    "Values of " + String.join(", ", columns)
                            + " may be equal and written otherwise, which are two keys"
                            + " to the recipe exact: where a row refers in another spelling than the row's own, the vault"
                            + " does not link the two. Let the source write one spelling, or choose the recipe"
                            + " automate-dv, to which case does not count.");
        }
    }

    private CatalogColumn column(TableName table, String column) {
        return Objects.requireNonNull(tables.get(table)).column(column);
    }
}

package io.cdcvault.capture.connector;

import io.cdcvault.kafka.TopicNames;
import io.cdcvault.schema.model.TableName;
import io.debezium.relational.TableId;
import io.debezium.schema.SchemaTopicNamingStrategy;
import io.debezium.spi.schema.DataCollectionId;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Names the tables' topics as {@link TopicNames} does. The connector makes it by its name. */
public final class TopicNaming extends SchemaTopicNamingStrategy {

    private static final String CHOSEN = "cdcvault.topic.";

    private final TopicNames names;
    private final Map<DataCollectionId, String> known = new ConcurrentHashMap<>();

    public TopicNaming(Properties properties) {
        super(properties);
        names = new TopicNames(
                prefix,
                properties.stringPropertyNames().stream()
                        .filter(name -> name.startsWith(CHOSEN))
                        .collect(Collectors.toMap(name -> name.substring(CHOSEN.length()), properties::getProperty)));
    }

    /** What a connector needs to name topics so. */
    static Map<String, String> properties(Map<String, String> chosen) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("topic.naming.strategy", TopicNaming.class.getName());
        // What users may set for the strategy that is not used any more.
        properties.put("topic.delimiter", ".");
        properties.put("topic.transaction", "transaction");
        chosen.forEach((table, topic) -> properties.put(CHOSEN + table, topic));
        return properties;
    }

    @Override
    public String dataChangeTopic(DataCollectionId id) {
        // For each row, so not computed again for each.
        return known.computeIfAbsent(id, TopicNaming.this::name);
    }

    private String name(DataCollectionId id) {
        TableId table = (TableId) id;
        return names.table(new TableName(table.schema(), table.table()));
    }
}

package io.cdcvault.kafka;

import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * How the topics of one prefix are called: as Debezium does, plus one of our own for the position.
 *
 * @param chosen what a table's topic is called after the prefix where the user says so, by {@code schema.table}
 */
public record TopicNames(String prefix, Map<String, String> chosen) {

    /** The only partition that is written of the transaction topic and the position topic, however many there are. */
    public static final int ORDERED = 0;

    /** As an installation is configured. */
    public static TopicNames of(Settings settings) {
        return new TopicNames(settings.topicPrefix(), settings.kafka().topics());
    }

    public String table(TableName table) {
        // Debezium's own rule for what a topic's name cannot hold.
        return prefix + "."
                + chosen.getOrDefault(table.toString(), table.toString().replaceAll("[^a-zA-Z0-9._-]", "_"));
    }

    /**
     * The same for tables whose topics brokers cannot keep apart: they refuse a topic whose name differs from another
     * one's only in dots and underscores.
     */
    public String indistinct(TableName table) {
        return table(table).replace('.', '_');
    }

    /** The table that a topic is called after, as far as its name shows; empty for a topic that is not a table's. */
    public Optional<TableName> tableOf(String topic) {
        boolean isTable = topic.startsWith(prefix + ".") && !topic.equals(transactions()) && !topic.equals(position());
        String rest = isTable ? topic.substring(prefix.length() + 1) : "";
        String name = chosen.entrySet().stream()
                .filter(entry -> entry.getValue().equals(rest))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(rest);
        int dot = name.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(new TableName(name.substring(0, dot), name.substring(dot + 1)));
    }

    /** BEGIN and END of each source transaction. */
    public String transactions() {
        return prefix + ".transaction";
    }

    /** The partition that holds {@link #transactions}. */
    public TopicPartition transactionPartition() {
        return new TopicPartition(transactions(), ORDERED);
    }

    /** Where the capture stands; compacted, for this service alone. */
    public String position() {
        return prefix + ".cdc-vault.position";
    }
}

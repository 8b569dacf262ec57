package io.cdcvault.bench.stage;

import io.cdcvault.bench.backlog.NarrowTable;
import io.cdcvault.settings.Settings;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The configuration of the peer: what its documentation recommends for throughput, and what made it faster here. JSON
 * carries its schema, which the sink needs and which without a schema registry can stand nowhere else; the change is
 * flattened before it is written, which makes that half as long.
 */
record PeerFiles(Settings settings, Path directory) {

    Path worker() throws IOException {
        Map<String, String> worker = new TreeMap<>();
        worker.put("bootstrap.servers", settings.kafka().bootstrapServers().orElseThrow());
        worker.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        worker.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        worker.put("offset.storage.file.filename", directory.resolve("offsets").toString());
        worker.put("listeners", "http://127.0.0.1:0");
        worker.put("plugin.discovery", "service_load");
        worker.put("producer.linger.ms", "20");
        worker.put("producer.batch.size", "524288");
        worker.put("producer.compression.type", "lz4");
        worker.put("consumer.max.poll.records", "5000");
        worker.put("consumer.fetch.min.bytes", "262144");
        worker.put("consumer.max.partition.fetch.bytes", "8388608");
        return write("worker.properties", worker);
    }

    Path source() throws IOException {
        URI master = URI.create(settings.source().url().substring("jdbc:".length()));
        Map<String, String> source = new TreeMap<>();
        source.put("name", "source");
        source.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        source.put("database.hostname", master.getHost());
        source.put("database.port", Integer.toString(master.getPort()));
        source.put("database.user", settings.source().user());
        source.put("database.password", settings.source().password().orElse(""));
        source.put("database.dbname", master.getPath().substring(1));
        source.put("plugin.name", "pgoutput");
        source.put("slot.name", settings.source().slot());
        source.put("publication.name", settings.source().publication());
        source.put("publication.autocreate.mode", "disabled");
        source.put("snapshot.mode", "no_data");
        source.put("topic.prefix", settings.topicPrefix());
        source.put("max.batch.size", "8192");
        source.put("max.queue.size", "32768");
        source.put("poll.interval.ms", "50");
        source.put("transforms", "unwrap");
        source.put("transforms.unwrap.type", "io.debezium.transforms.ExtractNewRecordState");
        return write("source.properties", source);
    }

    Path sink() throws IOException {
        Map<String, String> sink = new TreeMap<>();
        sink.put("name", "sink");
        sink.put("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector");
        sink.put("tasks.max", "1");
        sink.put("topics", settings.topicPrefix() + "." + NarrowTable.NAME);
        String url = settings.warehouse().url();
        sink.put("connection.url", url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true");
        sink.put("connection.username", settings.warehouse().user());
        sink.put("connection.password", settings.warehouse().password().orElse(""));
        sink.put("collection.name.format", NarrowTable.NAME);
        sink.put("insert.mode", "upsert");
        sink.put("primary.key.mode", "record_key");
        sink.put("schema.evolution", "none");
        sink.put("batch.size", "5000");
        sink.put("use.reduction.buffer", "true");
        return write("sink.properties", sink);
    }

    /** Without it every line at DEBUG would be measured too. */
    Path logging() throws IOException {
        return Files.writeString(
                directory.resolve("logback.xml"),
                """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="out"/></root>
                </configuration>
                """);
    }

    private Path write(String name, Map<String, String> entries) throws IOException {
        Properties properties = new Properties();
        properties.putAll(entries);
        Path file = directory.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }
}

package io.cdcvault.capture.connector;

import io.cdcvault.capture.text.ColumnConverter;
import io.cdcvault.capture.text.TextConnections;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.RowImage;
import io.cdcvault.database.LogicalMessage;
import io.cdcvault.database.Login;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.postgresql.PGProperty;

/** The connector's configuration. Users may add properties, but not change those that correctness depends on. */
public final class ConnectorProperties {

    private final Settings settings;

    public ConnectorProperties(Settings settings) {
        this.settings = settings;
    }

    public Properties properties(CaptureScope scope, boolean tombstones, CapturePosition from) {
        Map<String, String> all = new TreeMap<>(tuning());
        all.putAll(settings.capture().properties());
        all.putAll(connection());
        all.putAll(fidelity());
        all.putAll(TopicNaming.properties(settings.kafka().topics()));
        all.putAll(new ScopeProperties(scope).properties(settings.capture().properties()));
        all.put("tombstones.on.delete", Boolean.toString(tombstones));
        all.put(StoredPosition.PROPERTY, StoredPosition.asProperty(from.offset()));
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private Map<String, String> tuning() {
        Settings.Capture capture = settings.capture();
        Map<String, String> tuning = new TreeMap<>();
        tuning.put("max.batch.size", Integer.toString(capture.maxBatchSize()));
        tuning.put("max.queue.size", Integer.toString(capture.maxQueueSize()));
        tuning.put(
                "max.queue.size.in.bytes",
                Long.toString(Math.min(capture.maxQueueSizeInBytes(), largestShareOfHeap())));
        tuning.put("queue.provider.type", RestingQueue.NAME);
        tuning.put("poll.interval.ms", Long.toString(capture.pollInterval().toMillis()));
        tuning.put(
                "heartbeat.interval.ms",
                Long.toString(capture.heartbeatInterval().toMillis()));
        if (settings.source().captureUrl().isEmpty()) {
            // An idle database's slot holds the WAL that other databases write. A standby cannot write one.
            tuning.put("heartbeat.action.query", LogicalMessage.STATEMENT);
        }
        tuning.put("message.prefix.include.list", LogicalMessage.PREFIX);
        return tuning;
    }

    /** The same events are held once more while they are handed on. */
    private static long largestShareOfHeap() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    private Map<String, String> connection() {
        Properties login = Login.withUrl(settings.source())
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        "Not a PostgreSQL JDBC URL in source.url: " + Login.address(settings.source())));
        Map<String, String> connection = new TreeMap<>();
        connection.put("name", settings.name());
        connection.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        connection.put("topic.prefix", settings.topicPrefix());
        connection.put("database.hostname", taken(login, PGProperty.PG_HOST));
        connection.put("database.port", taken(login, PGProperty.PG_PORT));
        connection.put("database.dbname", taken(login, PGProperty.PG_DBNAME));
        connection.put("database.user", taken(login, PGProperty.USER));
        connection.put("database.password", taken(login, PGProperty.PASSWORD));
        // A server that accepts a connection and never says a word.
        connection.put("driver.connectTimeout", "10");
        connection.put("driver.loginTimeout", "10");
        login.stringPropertyNames().forEach(name -> connection.put("driver." + name, login.getProperty(name)));
        connection.put("slot.name", settings.source().slot());
        connection.put("slot.failover", Boolean.toString(settings.source().failover()));
        connection.put("publication.name", settings.source().publication());
        return connection;
    }

    private static String taken(Properties login, PGProperty property) {
        String value = String.valueOf(property.getOrDefault(login));
        login.remove(property.getName());
        return value;
    }

    /** What keeps every change, every digit and every transaction boundary. */
    private static Map<String, String> fidelity() {
        Map<String, String> fidelity = new TreeMap<>();
        // A connector that restarts inside the engine sends a transaction's BEGIN and rows again, after those that it
        // sent before. Every failure ends the engine instead, and the capture is made again from its stored position.
        fidelity.put("errors.max.retries", "0");
        fidelity.put("slot.max.retries", "0");
        // Every column is written by ColumnConverter; what the connector writes itself is to look the same.
        fidelity.put(
                "unavailable.value.placeholder",
                "hex:" + HexFormat.of().formatHex(RowImage.UNAVAILABLE.getBytes(StandardCharsets.UTF_8)));
        fidelity.put("plugin.name", "pgoutput");
        fidelity.put("publication.autocreate.mode", "disabled");
        fidelity.put("publish.via.partition.root", "true");
        fidelity.put("provide.transaction.metadata", "true");
        fidelity.put("skipped.operations", "none");
        fidelity.put("include.unknown.datatypes", "true");
        fidelity.put("extended.headers.enabled", "false");
        fidelity.put("snapshot.max.threads", "1");
        fidelity.put("converters", "columns");
        fidelity.put("columns.type", ColumnConverter.class.getName());
        fidelity.put("database.connection.factory.class", TextConnections.class.getName());
        fidelity.put("offset.storage", StoredPosition.class.getName());
        fidelity.put("offset.flush.interval.ms", "0");
        // While the loader of a direct feed works, nothing reads the stream: the server still hears from us in time,
        // also
        // one with a wal_sender_timeout of a few seconds.
        fidelity.put("status.update.interval.ms", "2000");
        // A new slot waits for every transaction that is open, however long that takes; the service says for which.
        fidelity.put("create.slot.command.timeout", "0");
        fidelity.put(
                "task.management.timeout.ms", Long.toString(Duration.ofDays(365).toMillis()));
        return fidelity;
    }
}

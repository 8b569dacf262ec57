package io.cdcvault.capture.snapshot;

import io.cdcvault.capture.text.ColumnConverter;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import io.debezium.connector.postgresql.Module;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Key.KeyMapper;
import io.debezium.relational.RelationalDatabaseConnectorConfig;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import io.debezium.relational.TableSchemaBuilder;
import io.debezium.relational.Tables;
import io.debezium.relational.mapping.ColumnMappers;
import io.debezium.spi.converter.ConvertedField;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.topic.TopicNamingStrategy;
import io.debezium.util.ColumnUtils;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of a table's rows, by the connector's own parts and its own configuration: keys, columns and values are
 * those that the stream has.
 */
final class TableRows {

    private final PostgresConnectorConfig config;
    private final PostgresConnection connection;
    private final Table table;
    private final List<Column> key;
    private final TableSchema schema;
    private final String topic;

    /**
     * The table as the connection's transaction sees it.
     *
     * @throws SQLException when there is no such table
     */
    TableRows(PostgresConnectorConfig config, PostgresConnection connection, TableName name) throws SQLException {
        this.config = config;
        this.connection = connection;
        this.table = read(name);
        KeyMapper mapper = config.getKeyMapper();
        this.key = mapper == null ? table.primaryKeyColumns() : mapper.getKeyKolumns(table);
        TopicNamingStrategy<TableId> topics = topics(config);
        this.schema = schemas().create(topics, table, config.getColumnFilter(), ColumnMappers.create(config), mapper);
        this.topic = topics.dataChangeTopic(table.id());
    }

    /**
     * One row, read and converted.
     *
     * @param value of a row that is not there, what identifies it
     */
    record Row(
            String topic,
            TableSchema schema,
            @Nullable Struct key,
            Struct value,
            boolean isAbsent,
            Schema source,
            Names names) {

        SourceRecord record(SnapshotChunk chunk, TransactionStamp stamp, long order) {
            Instant moment = stamp.loadDate().instant();
            Struct from = source(chunk, moment);
            Struct envelope = isAbsent
                    ? schema.getEnvelopeSchema().delete(value, from, moment)
                    : schema.getEnvelopeSchema().read(value, from, moment);
            Field transaction = envelope.schema().field("transaction");
            envelope.put(
                    transaction,
                    new Struct(transaction.schema())
                            .put("id", chunk.id())
                            .put("total_order", order)
                            .put("data_collection_order", order));
            return new SourceRecord(
                    Map.of(), Map.of(), topic, null, schema.keySchema(), key, envelope.schema(), envelope);
        }

        private Struct source(SnapshotChunk chunk, Instant moment) {
            Struct struct = new Struct(source)
                    .put("version", Module.version())
                    .put("connector", Module.name())
                    .put("name", names.server())
                    .put("ts_ms", moment.toEpochMilli())
                    .put("snapshot", RowChange.INCREMENTAL)
                    .put("db", names.database())
                    .put("schema", chunk.snapshot().table().schema())
                    .put("table", chunk.snapshot().table().table())
                    .put("lsn", chunk.lsn().bytes());
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, moment);
            return struct.put("ts_us", micros).put("ts_ns", micros * 1000);
        }
    }

    /** What the source is called. */
    record Names(String server, String database) {}

    /** The columns that identify a row, in the order of its key. */
    List<String> key() {
        return key.stream().map(Column::name).toList();
    }

    /** The same, and whether each of them may be NULL. */
    List<ChunkSelects.KeyColumn> keyColumns() {
        return key.stream()
                .map(column -> new ChunkSelects.KeyColumn(column.name(), column.isOptional()))
                .toList();
    }

    /** All that are captured. */
    List<String> columns() {
        return table.retrieveColumnNames();
    }

    /**
     * What a query brought.
     *
     * @param lastKey of the last row, as text
     */
    record Read(List<Row> rows, List<@Nullable String> lastKey) {

        /** The rows of both, in this order. */
        Read followedBy(Read more) {
            List<Row> all = new ArrayList<>(rows);
            all.addAll(more.rows);
            return new Read(all, more.rows.isEmpty() ? lastKey : more.lastKey);
        }
    }

    /** @param rows of {@link #columns()} */
    Read rows(ResultSet rows) throws SQLException {
        ColumnUtils.ColumnArray columns = ColumnUtils.toArray(rows, table);
        Schema source = config.getSourceInfoStructMaker().schema();
        Names names = new Names(config.getLogicalName(), connection.database());
        List<Row> read = new ArrayList<>();
        List<@Nullable String> lastKey = new ArrayList<>();
        while (rows.next()) {
            Object[] values = connection.rowToArray(table, rows, columns);
            read.add(new Row(
                    topic,
                    schema,
                    schema.keyFromColumnData(values),
                    schema.valueFromColumnData(values),
                    false,
                    source,
                    names));
            lastKey.clear();
            for (Column column : key) {
                lastKey.add(rows.getString(column.name()));
            }
        }
        return new Read(read, lastKey);
    }

    /**
     * Rows that are not there.
     *
     * @param keys of some of {@link #columns()}, typed as these are
     */
    List<Row> absent(ResultSet keys) throws SQLException {
        ColumnUtils.ColumnArray columns = ColumnUtils.toArray(keys, table);
        Schema source = config.getSourceInfoStructMaker().schema();
        Names names = new Names(config.getLogicalName(), connection.database());
        List<Row> absent = new ArrayList<>();
        while (keys.next()) {
            Object[] known = connection.rowToArray(table, keys, columns);
            Object[] values = Arrays.copyOf(known, table.columns().size());
            absent.add(new Row(
                    topic,
                    schema,
                    schema.keyFromColumnData(values),
                    schema.valueFromColumnData(values),
                    true,
                    source,
                    names));
        }
        return absent;
    }

    private Table read(TableName name) throws SQLException {
        Tables tables = new Tables();
        connection.readSchema(
                tables,
                connection.database(),
                name.schema(),
                Tables.TableFilter.fromPredicate(id -> isNamed(id, name)),
                config.getColumnFilter(),
                false);
        return tables.tableIds().stream()
                .map(tables::forTable)
                .findFirst()
                .orElseThrow(() -> new SQLException("There is no table " + name));
    }

    private static boolean isNamed(TableId id, TableName name) {
        return id.schema().equals(name.schema()) && id.table().equals(name.table());
    }

    private TableSchemaBuilder schemas() {
        return new TableSchemaBuilder(
                PostgresValueConverter.of(config, connection.getDatabaseCharset(), connection.getTypeRegistry()),
                connection.getDefaultValueConverter(),
                config.schemaNameAdjuster(),
                converters(),
                config.getSourceInfoStructMaker().schema(),
                config.getFieldNamer(),
                false,
                config.getEventConvertingFailureHandlingMode());
    }

    @SuppressWarnings("unchecked") // The connector has fields of no other kind than columns.
    private static CustomConverterRegistry converters() {
        CustomConverter<SchemaBuilder, ? extends ConvertedField> columns = new ColumnConverter();
        return new CustomConverterRegistry(List.of((CustomConverter<SchemaBuilder, ConvertedField>) columns));
    }

    @SuppressWarnings("unchecked") // The connector names topics for tables.
    private static TopicNamingStrategy<TableId> topics(PostgresConnectorConfig config) {
        return config.getTopicNamingStrategy(RelationalDatabaseConnectorConfig.TOPIC_NAMING_STRATEGY);
    }
}

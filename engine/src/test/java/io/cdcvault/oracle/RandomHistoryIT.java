package io.cdcvault.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.load.Warehouse;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.LoadPlanCompiler;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.postgres.PostgresServer;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.oracle.SourceHistory.Transaction;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Schema;
import org.jooq.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loader against the oracle, byte for byte, over random histories cut and broken off in different places. */
@ExtendWith(LocalStackExtension.class)
final class RandomHistoryIT {

    private static VaultModel model;
    private static Schema schema;
    private static List<LoadPlan> plans;
    private static PostgresServer dwh;
    private static Settings settings;

    @BeforeAll
    static void prepare(LocalStack stack) throws IOException {
        String yaml = new String(
                RandomHistoryIT.class.getResourceAsStream("orders.yaml").readAllBytes(), StandardCharsets.UTF_8);
        model = ModelReader.read(yaml, "orders.yaml");
        schema = VaultSchema.of(model);
        plans = new LoadPlanCompiler(model, schema).compileAll();
        dwh = stack.dwh();
        settings = SettingsReader.read(
                Optional.empty(),
                Map.of(
                        "cdc-vault.name", "test",
                        "cdc-vault.model", "orders",
                        "cdc-vault.source.url", "unused",
                        "cdc-vault.source.user", "unused",
                        "cdc-vault.warehouse.url", dwh.jdbcUrl(),
                        "cdc-vault.warehouse.user", dwh.user(),
                        "cdc-vault.kafka.bootstrap-servers", "unused"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 60, 1, 0", "2, 60, 7, 0", "3, 60, 10000, 0", "4, 60, 3, 0.3", "5, 150, 10000, 0", "6, 150, 7, 0.2",
        "7, 150, 40, 0.1", "8, 150, 1, 0.05", "9, 300, 10000, 0", "10, 300, 25, 0.1", "11, 300, 100, 0.1",
                "12, 20, 2, 0",
    })
    void vaultEqualsTheOraclesWhereverBatchesAreCut(long seed, int size, int batchSize, double interruption)
            throws SQLException {
        List<Transaction> history = SourceHistory.of(seed, size);
        recreateVault();

        new HistoryLoad(settings, plans, new Random(seed)).load(history, batchSize, interruption);

        Map<String, Set<String>> expected = VaultOracle.vaultOf(history);
        Map<String, Set<String>> actual = vault();
        assertThat(expected).as("every table has something to compare").hasSameSizeAs(actual);
        actual.forEach((table, rows) -> assertThat(rows).as(table).isEqualTo(expected.get(table)));
    }

    private static void recreateVault() throws SQLException {
        try (Connection connection = dwh.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists \"Orders Vault\" cascade");
            statement.execute("drop schema if exists cdc_vault cascade");
        }
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            warehouse.createMissing(model);
        }
    }

    private static Map<String, Set<String>> vault() throws SQLException {
        Map<String, Set<String>> vault = new TreeMap<>();
        try (Connection connection = dwh.connect();
                Statement statement = connection.createStatement()) {
            for (Table<?> table : schema.getTables()) {
                vault.put(table.getName(), rows(statement, table));
            }
        }
        return vault;
    }

    private static Set<String> rows(Statement statement, Table<?> table) throws SQLException {
        String columns = table.fieldStream().map(RandomHistoryIT::asText).collect(Collectors.joining(", "));
        Set<String> rows = new TreeSet<>();
        try (ResultSet result = statement.executeQuery("select " + columns + " from " + table)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= table.fields().length; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    private static String asText(Field<?> field) {
        String name = '"' + field.getName() + '"';
        if (field.getName().endsWith("_hk") || field.getName().equals("hash_diff")) {
            return "encode(" + name + ", 'hex')";
        }
        return field.getName().equals("load_dts") ? "(extract(epoch from " + name + ") * 1000000)::bigint" : name;
    }
}

package io.cdcvault.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Operation;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.LoadPlanCompiler;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.oracle.SourceHistory.Transaction;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jooq.Schema;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One business key, which two tables spell in two ways. */
@ExtendWith(LocalStackExtension.class)
final class SpellingIT {

    private static final VaultModel MODEL = ModelReader.read(
            """
            model: spelling
            vault: {schema: "Orders Vault", hash: automate-dv, record_source: shop}
            hubs:
              hub_one:  {business_key: {id: integer}}
              hub_two:  {business_key: {id: integer}}
              hub_code: {business_key: {code: text}}
            links:
              lnk_one_code: {hubs: {one: hub_one, code: hub_code}, driving: [one]}
              lnk_two_code: {hubs: {two: hub_two, code: hub_code}, driving: [two]}
            sources:
              shop.one:
                hubs: {hub_one: {id: id}, hub_code: {code: code}}
                links: [lnk_one_code]
              shop.two:
                hubs: {hub_two: {id: id}, hub_code: {code: code}}
                links: [lnk_two_code]
            """,
            "spelling.yaml");

    private static final List<Transaction> HISTORY = new HistoryBuilder()
            .transaction(1, 1_700_000_000_000_000L, "0/3E8")
            .change(Operation.CREATE, "two", "id", "1", "code", "First")
            .transaction(2, 1_700_000_000_000_001L, "0/4D2")
            .change(Operation.CREATE, "one", "id", "1", "code", "FIRST")
            .history();

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void keyIsSpelledAsInItsFirstSightingWhereverBatchesAreCut(int batchSize, LocalStack stack) throws SQLException {
        Settings settings = recreateVault(stack.dwh());
        Schema schema = VaultSchema.of(MODEL);
        List<LoadPlan> plans = new LoadPlanCompiler(MODEL, schema).compileAll();

        new HistoryLoad(settings, plans, new Random(1)).load(HISTORY, batchSize, 0);

        Map<String, Set<String>> vault = VaultContent.of(stack.dwh(), schema);
        assertThat(vault.get("hub_code")).singleElement().asString().endsWith("|First|1700000000000000|shop");
    }

    private static Settings recreateVault(PostgresServer dwh) throws SQLException {
        try (Connection connection = dwh.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists \"Orders Vault\" cascade");
            statement.execute("drop schema if exists cdc_vault cascade");
        }
        Settings settings = SettingsReader.read(
                Optional.empty(),
                Map.of(
                        "cdc-vault.name", "test",
                        "cdc-vault.model", "spelling",
                        "cdc-vault.source.url", "unused",
                        "cdc-vault.source.user", "unused",
                        "cdc-vault.warehouse.url", dwh.jdbcUrl(),
                        "cdc-vault.warehouse.user", dwh.user()));
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            warehouse.createMissing(MODEL);
        }
        return settings;
    }
}

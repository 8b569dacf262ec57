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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jooq.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loader against the oracle, byte for byte, over random histories cut and interrupted in different places. */
@ExtendWith(LocalStackExtension.class)
final class RandomHistoryIT {

    private static final int SHRINKING_ATTEMPTS = 400;

    private static final Map<OracleHash, Target> TARGETS = new EnumMap<>(OracleHash.class);

    private static PostgresServer dwh;
    private static Settings settings;

    @BeforeAll
    static void prepare(LocalStack stack) throws IOException {
        String yaml = new String(
                RandomHistoryIT.class.getResourceAsStream("orders.yaml").readAllBytes(), StandardCharsets.UTF_8);
        for (OracleHash hash : OracleHash.values()) {
            TARGETS.put(hash, Target.of(yaml.replace("hash: automate-dv", "hash: " + hash.recipe())));
        }
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

    /** What is loaded with one of the recipes. */
    private record Target(VaultModel model, Schema schema, List<LoadPlan> plans) {

        static Target of(String yaml) {
            VaultModel model = ModelReader.read(yaml, "orders.yaml");
            Schema schema = VaultSchema.of(model);
            return new Target(model, schema, new LoadPlanCompiler(model, schema).compileAll());
        }
    }

    /** What shrinking once found, or could have. */
    @Test
    void aDeletionAndAnInsertionOfOneKeyInOneTransactionAreAnUpdate() throws SQLException {
        assertVaultEqualsTheOracles(
                new HistoryBuilder()
                        .snapshotEnd(1, 1_700_000_000_000_000L, "0/3E8")
                        .change(Operation.READ, "orders", "id", "1", "customer_id", "2", "status", "a")
                        .transaction(2, 1_700_000_000_000_001L, "0/4D2")
                        .change(Operation.DELETE, "orders", "id", "1")
                        .change(Operation.CREATE, "orders", "id", "1", "customer_id", "3", "status", "b")
                        .history(),
                7,
                OracleHash.AUTOMATE_DV);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 60, 1, 0, AUTOMATE_DV",
        "2, 60, 7, 0, EXACT",
        "3, 60, 10000, 0, EXACT",
        "4, 60, 3, 0.3, AUTOMATE_DV",
        "5, 150, 10000, 0, AUTOMATE_DV",
        "6, 150, 7, 0.2, EXACT",
        "7, 150, 40, 0.1, EXACT",
        "8, 150, 1, 0.05, AUTOMATE_DV",
        "9, 300, 10000, 0, AUTOMATE_DV",
        "10, 300, 25, 0.1, EXACT",
        "11, 300, 100, 0.1, AUTOMATE_DV",
        "12, 20, 2, 0, EXACT",
    })
    void vaultEqualsTheOraclesWhereverBatchesAreCut(
            long seed, int size, int batchSize, double interruption, OracleHash hash) throws SQLException {
        List<Transaction> history =
                SourceHistory.of(seed, size, hash == OracleHash.EXACT ? HistoryKeys.ALIKE : HistoryKeys.PLAIN);

        assertThat(VaultOracle.vaultOf(history, hash))
                .as("every table has something to compare")
                .hasSameSizeAs(target(hash).schema().getTables());
        Optional<String> difference = difference(history, batchSize, new Interruptions(seed, interruption), hash);

        if (difference.isPresent()) {
            throw new AssertionError(shrunk(history, batchSize, new Interruptions(seed, interruption), hash));
        }
    }

    private static Target target(OracleHash hash) {
        return Objects.requireNonNull(TARGETS.get(hash));
    }

    /** When a load is interrupted: at the same moments for the same seed. */
    private record Interruptions(long seed, double probability) {}

    /** For a history that was written down; see {@link HistorySnippet}. */
    private static void assertVaultEqualsTheOracles(List<Transaction> history, int batchSize, OracleHash hash)
            throws SQLException {
        assertThat(difference(history, batchSize, new Interruptions(0, 0), hash))
                .isEmpty();
    }

    /** The smallest history found that fails too, as a test. */
    private static String shrunk(
            List<Transaction> history, int batchSize, Interruptions interruptions, OracleHash hash) {
        List<Transaction> small = new HistoryShrinker(
                        candidate -> isDifferent(candidate, batchSize, interruptions, hash), SHRINKING_ATTEMPTS)
                .shrink(history);
        return "The vault differs from the oracle's after this history, shrunk from " + history.size()
                + " transactions" + (interruptions.probability() > 0 ? " and broken off as " + interruptions : "")
                + ":\n" + HistorySnippet.of(small, batchSize, hash);
    }

    /** A history that the loader refuses fails for another reason than the one that is being shrunk. */
    private static boolean isDifferent(
            List<Transaction> history, int batchSize, Interruptions interruptions, OracleHash hash) {
        try {
            return !history.isEmpty()
                    && difference(history, batchSize, interruptions, hash).isPresent();
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private static Optional<String> difference(
            List<Transaction> history, int batchSize, Interruptions interruptions, OracleHash hash)
            throws SQLException {
        Map<String, Set<String>> expected = VaultOracle.vaultOf(history, hash);
        Target target = target(hash);
        recreateVault(target.model());
        new HistoryLoad(settings, target.plans(), new Random(interruptions.seed()))
                .load(history, batchSize, interruptions.probability());
        Map<String, Set<String>> actual = VaultContent.of(dwh, target.schema());
        return actual.keySet().stream()
                .filter(table -> !expected.getOrDefault(table, Set.of()).equals(actual.get(table)))
                .findFirst()
                .map(table -> table + " holds " + actual.get(table) + " instead of " + expected.get(table));
    }

    private static void recreateVault(VaultModel model) throws SQLException {
        try (Connection connection = dwh.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists \"Orders Vault\" cascade");
            statement.execute("drop schema if exists cdc_vault cascade");
        }
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            warehouse.createMissing(model);
        }
    }
}

package io.cdcvault.oracle;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.load.Retry;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.LoadPlanCompiler;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Settings.Load.Policy;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.time.Time;
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
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jooq.Schema;

/** The vault of {@code orders.yaml}, or of a variant of it, in a warehouse of its own. */
record OrdersVault(PostgresServer dwh, VaultModel model) {

    static final Policies PARKING = new Policies(Policy.PARK, Policy.PARK);

    static OrdersVault of(PostgresServer dwh, UnaryOperator<String> variant) {
        try {
            byte[] yaml = OrdersVault.class.getResourceAsStream("orders.yaml").readAllBytes();
            String text = variant.apply(new String(yaml, StandardCharsets.UTF_8));
            return new OrdersVault(dwh, ModelReader.read(text, "orders.yaml"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Settings settings() {
        return settings("test");
    }

    Settings settings(String installation) {
        return SettingsReader.read(
                Optional.empty(),
                Map.of(
                        "cdc-vault.name", installation,
                        "cdc-vault.model", "orders",
                        "cdc-vault.source.url", "unused",
                        "cdc-vault.source.user", "unused",
                        "cdc-vault.warehouse.url", dwh.jdbcUrl(),
                        "cdc-vault.warehouse.user", dwh.user(),
                        "cdc-vault.kafka.bootstrap-servers", "unused"));
    }

    List<LoadPlan> plans() {
        return new LoadPlanCompiler(model, schema()).compileAll();
    }

    FeedName feed() {
        return FeedName.of(settings(), model.settings().schema());
    }

    DeadLetters deadLetters() {
        Warehouse warehouse = Warehouse.connect(settings());
        return DeadLetters.of(
                warehouse,
                new Retry(warehouse, feed(), plans(), PARKING, Time.system()),
                model.settings().schema());
    }

    /** Empty, and with no trace of what was loaded before. */
    void recreate() throws SQLException {
        execute("drop schema if exists \"Orders Vault\" cascade", "drop schema if exists cdc_vault cascade");
        try (Warehouse warehouse = Warehouse.connect(settings())) {
            warehouse.createMissing(model);
        }
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = dwh.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    List<String> texts(String query) throws SQLException {
        try (Connection connection = dwh.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    /** By vault table, the rows in the oracle's form. */
    Map<String, Set<String>> content() throws SQLException {
        return VaultContent.of(dwh, schema());
    }

    private Schema schema() {
        return VaultSchema.of(model);
    }
}

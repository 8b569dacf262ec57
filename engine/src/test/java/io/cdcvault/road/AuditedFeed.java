package io.cdcvault.road;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.plan.LoadPlanCompiler;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Settings.Load.Policy;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Loads audited transactions without a service: compares the audited tables before and after each. */
final class AuditedFeed implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Policies POLICIES = new Policies(Policy.PARK, Policy.IGNORE);

    private final Connection master;
    private final VaultLoader loader;
    private final Map<String, Map<String, JsonNode>> known = new HashMap<>();

    AuditedFeed(LocalStack stack) throws SQLException {
        master = stack.master().connect();
        AuditSchema.create(master);
        VaultModel model = ModelReader.read(AuditedModel.yaml(), "audited.yaml");
        Settings settings = SettingsReader.read(
                Optional.empty(),
                Map.of(
                        "cdc-vault.name", "audited",
                        "cdc-vault.model", "bookings",
                        "cdc-vault.source.url", "unused",
                        "cdc-vault.source.user", "unused",
                        "cdc-vault.warehouse.url", stack.dwh().jdbcUrl(),
                        "cdc-vault.warehouse.user", stack.dwh().user()));
        Warehouse warehouse = Warehouse.connect(settings);
        warehouse.createMissing(model);
        loader = new VaultLoader(
                warehouse,
                FeedName.of(settings, model.settings().schema()),
                new LoadPlanCompiler(model, VaultSchema.of(model)).compileAll(),
                POLICIES,
                Time.system());
    }

    /** Commits a transaction and loads it. */
    void commit(AuditedTransaction.Work work) throws SQLException {
        long number = AuditedTransaction.commit(master, AuditedTable.ALL, "moves", work);
        List<RowChange> changes = new ArrayList<>(changes(number, "transaction", "t.number::text"));
        for (AuditedTable table : AuditedTable.ALL) {
            changes.addAll(changes(number, table.sourceName(), table.keyText()));
        }
        master.commit();
        loader.load(new ChangeBatch(
                changes,
                Optional.of(new Checkpoint("{}", stamp(number), new Lsn(number), number, changes.size(), false))));
    }

    private List<RowChange> changes(long number, String table, String key) throws SQLException {
        Map<String, JsonNode> before = known.getOrDefault(table, Map.of());
        Map<String, JsonNode> after = rows(table, key);
        known.put(table, after);
        List<RowChange> changes = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String each : keys) {
            Optional<JsonNode> old = Optional.ofNullable(before.get(each));
            Optional<JsonNode> row = Optional.ofNullable(after.get(each));
            if (!old.equals(row)) {
                changes.add(change(number, table, old, row));
            }
        }
        return changes;
    }

    private Map<String, JsonNode> rows(String table, String key) throws SQLException {
        Map<String, JsonNode> rows = new HashMap<>();
        String relation = "audit.\"" + table.replace("\"", "\"\"") + "\"";
        try (ResultSet row =
                master.createStatement().executeQuery("select " + key + ", to_json(t)::text from " + relation + " t")) {
            while (row.next()) {
                rows.put(row.getString(1), JSON.readTree(row.getString(2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static RowChange change(long number, String table, Optional<JsonNode> before, Optional<JsonNode> after) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.set("before", before.orElse(null));
        envelope.set("after", after.orElse(null));
        envelope.put("op", before.isEmpty() ? "c" : after.isEmpty() ? "d" : "u");
        envelope.putObject("source").put("schema", "audit").put("table", table);
        try {
            Origin origin = new Origin(null, JSON.writeValueAsBytes(envelope), new Place("test@", number));
            return new EnvelopeReader().read(origin, stamp(number), Optional.of(new Lsn(number)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TransactionStamp stamp(long number) {
        return new TransactionStamp(number, number * 1_000);
    }

    @Override
    public void close() throws SQLException {
        loader.close();
        master.close();
    }
}

package io.cdcvault.installation;

import io.cdcvault.bookings.Vault;
import io.cdcvault.bookkeeping.ColumnLedger;
import io.cdcvault.bookkeeping.ModelVersions;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.drift.MappedTable;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.FeedName;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.load.Retry;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.LoadPlanCompiler;
import io.cdcvault.load.plan.Staging.StagedColumn;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelProblemsException;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.schema.reading.ShippedModels;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jooq.Schema;

/**
 * A configuration together with its model: what every command starts from.
 *
 * @param text the model's own, as its file has it; empty when it comes from no file
 * @param written the model as the text says it
 * @param followed what became of the source's columns since it was written
 * @param model as it follows them
 */
public record Installation(
        Settings settings, String text, VaultModel written, List<ColumnChange> followed, VaultModel model) {

    public Installation {
        followed = List.copyOf(followed);
    }

    /** With the model as it is written. */
    public Installation(Settings settings, VaultModel model) {
        this(settings, "", model, List.of(), model);
    }

    /**
     * Reads the model that the configuration names.
     *
     * @throws CdcVaultException when the model cannot be read or has problems
     */
    public static Installation of(Settings settings) {
        return of(settings, text(settings.model()));
    }

    /**
     * The same by a text that stands for the model's.
     *
     * @throws CdcVaultException when the model has problems
     */
    public static Installation of(Settings settings, String text) {
        VaultModel written = model(text, settings.model(), settings);
        return new Installation(settings, text, written, List.of(), written);
    }

    /** The same, with the vault in another schema. */
    public Installation inSchema(String schema) {
        return new Installation(settings, text, written.inSchema(schema), followed, model.inSchema(schema));
    }

    /** The same with other settings. */
    public Installation with(Settings others) {
        return new Installation(others, text, written, followed, model);
    }

    /**
     * The same with the model as it follows the source's columns, as far as the warehouse remembers what became of
     * them.
     *
     * @throws CdcVaultException when the warehouse does not answer
     */
    public Installation following() {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            List<ColumnChange> changes = warehouse.attempt("read what became of the source's columns", () -> {
                List<ColumnChange> read = new ColumnLedger(
                                warehouse.connection(),
                                warehouse.vault(written.settings().schema()))
                        .changes();
                warehouse.connection().commit();
                return read;
            });
            return changes.equals(followed)
                    ? this
                    : new Installation(settings, text, written, changes, Evolution.of(written, changes));
        }
    }

    /**
     * The same with the model that the services of the installation use: the latest that the warehouse has, as it
     * follows the source's columns.
     *
     * @throws CdcVaultException when the warehouse does not answer, or a later version of the product wrote the model
     */
    public Installation inUse() {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            Optional<ModelVersions.Version> latest = warehouse.attempt("read which model is in use", () -> {
                Optional<ModelVersions.Version> read = new ModelVersions(
                                warehouse.connection(), written.settings().schema())
                        .latest();
                warehouse.connection().commit();
                return read;
            });
            return latest.filter(version -> !text.isEmpty() && !version.text().equals(text))
                    .map(version -> by(version.text(), "model version " + version.number()))
                    .orElse(this)
                    .following();
        }
    }

    /** The same, or as it is while the warehouse does not answer: what needs it reports that. */
    public Installation followingIfKnown() {
        try {
            return following();
        } catch (CdcVaultException e) {
            return this;
        }
    }

    public TopicNames topics() {
        return TopicNames.of(settings);
    }

    /** Of the service's own feed. */
    public FeedName feedName() {
        return FeedName.of(settings, model.settings().schema());
    }

    public List<TableName> tables() {
        return model.sources().stream().map(SourceTable::table).toList();
    }

    /** The vault's tables as jOOQ knows them: generated for a shipped model, made from the model for any other. */
    public Schema schema() {
        boolean isGenerated = settings.model().equals("bookings")
                && followed.isEmpty()
                && (text.isEmpty() || text.equals(ShippedModels.yaml("bookings")))
                && model.settings().schema().equals(Vault.VAULT.getName());
        return isGenerated ? Vault.VAULT : VaultSchema.of(model);
    }

    public List<LoadPlan> loadPlans() {
        return new LoadPlanCompiler(model, schema()).compileAll();
    }

    /** What the model wants of each of its source tables. */
    public List<MappedTable> mappedTables() {
        return mappedTables(loadPlans());
    }

    /** What load plans want of their source tables. */
    public static List<MappedTable> mappedTables(List<LoadPlan> plans) {
        return plans.stream()
                .map(plan -> MappedTable.of(
                                plan.table(),
                                plan.staging().sourceColumns().stream()
                                        .map(StagedColumn::name)
                                        .toList(),
                                plan.identity().columns(),
                                plan::followsRowsBy)
                        .computing(plan.identity().plain())
                        .ignoring(plan.ignored())
                        .lacking(plan.history().optional()))
                .toList();
    }

    /**
     * What was set aside of this vault; retried by the model in use, also when the file says something else by now.
     *
     * @throws CdcVaultException when the warehouse cannot be reached, or the vault belongs to another installation
     */
    public DeadLetters deadLetters(Time time) {
        List<LoadPlan> plans = inUse().loadPlans();
        Warehouse warehouse = Warehouse.connectBriefly(settings);
        try {
            warehouse.requireOwned(model.settings().schema());
            Retry retry = new Retry(warehouse, feedName(), plans, policies(), time);
            return DeadLetters.of(warehouse, retry, model.settings().schema());
        } catch (RuntimeException e) {
            warehouse.close();
            throw e;
        }
    }

    /**
     * Whether the vault is this installation's, as far as it exists.
     *
     * @throws CdcVaultException when it belongs to another installation
     */
    public void requireOwnVault() {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            warehouse.requireOwned(model.settings().schema());
        }
    }

    /** What becomes of what the model says nothing about, as far as it is known without a look at the source. */
    public Policies policies() {
        return Policies.of(settings, driftRules().unknownColumns()).asking(new SeenTypes(this));
    }

    /** What becomes of changes of columns. */
    public DriftRules driftRules() {
        return new DriftRules(settings.load(), model);
    }

    /**
     * The same by another text of the model.
     *
     * @param name of the text, as problems name it
     * @throws CdcVaultException when the model has problems
     */
    public Installation by(String other, String name) {
        VaultModel model = model(other, name, settings);
        return new Installation(settings, other, model, followed, Evolution.of(model, followed));
    }

    /** Of several sources, the part that the settings are of. */
    private static VaultModel model(String text, String name, Settings settings) {
        try {
            return OneSource.of(ModelReader.read(text, name), name, settings);
        } catch (ModelProblemsException e) {
            throw new CdcVaultException(FailureKind.MODEL_INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private static String text(String nameOrPath) {
        try {
            return ShippedModels.names().contains(nameOrPath)
                    ? ShippedModels.yaml(nameOrPath)
                    : Files.readString(Path.of(nameOrPath));
        } catch (IOException e) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "Cannot read the model " + nameOrPath + "; shipped models are " + ShippedModels.names(),
                    e);
        }
    }
}

package io.cdcvault.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.cdcvault.bookkeeping.Bookkeeping;
import io.cdcvault.bookkeeping.ModelChanges;
import io.cdcvault.bookkeeping.ModelVersions;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.FeedName;
import io.cdcvault.installation.Installation;
import java.util.ArrayList;
import java.util.List;

/** Gives running services another model. */
final class ModelMigration {

    private final Installation installation;
    private final ModelChanges changes;

    ModelMigration(Installation installation, ModelChanges changes) {
        this.installation = installation;
        this.changes = changes;
    }

    /** @throws CdcVaultException when no service could start with the model */
    void requirePossible() {
        if (!changes.refused().isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_DIFFERS,
                    "The vault lacks " + String.join(", ", changes.refused())
                            + ", and rows that exist cannot get it; the services keep their model");
        }
    }

    /** Services take it from the warehouse. */
    void run() {
        String schema = installation.model().settings().schema();
        try (Warehouse warehouse = Warehouse.connectBriefly(installation.settings())) {
            warehouse.requireOwned(schema);
            warehouse.attempt("store the model", () -> {
                Bookkeeping.migrate(warehouse.connection());
                ModelVersions versions = new ModelVersions(warehouse.connection(), schema);
                if (versions.latest().isEmpty()) {
                    throw new CdcVaultException(
                            FailureKind.CONFIGURATION_INVALID,
                            "No service was started with the vault's schema " + schema
                                    + ", so none would take the model: start one with it");
                }
                ModelVersions.Version version = versions.use(
                        installation.text(), installation.model(), FeedName.textOf(installation.settings()));
                warehouse.connection().commit();
                return version;
            });
        }
    }

    List<String> lines(Terminal terminal, boolean isTaken) {
        List<String> lines = new ArrayList<>();
        if (!changes.isEmpty()) {
            lines.addAll(new ModelChangesText(changes).table(terminal));
            lines.add("");
        }
        lines.addAll(terminal.folded(
                0,
                isTaken
                        ? "The services load by " + installation.settings().model() + " within seconds."
                        : "Nothing was changed, because the model no longer feeds or loads something, or feeds it"
                                + " otherwise: see `keep`, `remap` and `release` for what becomes of history. Run the"
                                + " command again with --allow if that is meant."));
        return lines;
    }

    String json(boolean isTaken) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("taken", isTaken);
        json.putRawValue("changes", new RawValue(new ModelChangesText(changes).json()));
        return json.toString();
    }
}

package io.cdcvault.setup;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** The warehouse's part: a role that owns two schemas and nothing else, and the tables in them. */
final class WarehouseScript {

    private final Settings.Database warehouse;
    private final VaultModel model;

    WarehouseScript(Installation installation) {
        this.warehouse = installation.settings().warehouse();
        this.model = installation.model();
    }

    List<String> lines() {
        String role = quoted(warehouse.user());
        String database = quoted(Roles.database(warehouse));
        List<String> lines = new ArrayList<>();
        lines.add("-- On the warehouse, database " + database + ", as a superuser.");
        lines.add("-- Owns the vault and the bookkeeping, and stages what it loads in temporary tables.");
        lines.addAll(Roles.create(warehouse.user(), ""));
        lines.add("grant connect, temporary on database " + database + " to " + role + ";");
        for (String schema : Warehouse.schemas(model)) {
            lines.add("create schema if not exists " + quoted(schema) + " authorization " + role + ";");
        }
        lines.add(
                "-- `cdc-vault replay` makes a third schema and swaps the names; for as long as it is used it needs:");
        lines.add("--   grant create on database " + database + " to " + role + ";");
        lines.add("-- The tables, views and functions, as the service makes them when they are missing.");
        lines.add("set role " + role + ";");
        Warehouse.creation(model).forEach(statement -> lines.add(statement.stripTrailing() + ";"));
        lines.add("reset role;");
        return lines;
    }
}

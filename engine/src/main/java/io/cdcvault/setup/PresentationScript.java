package io.cdcvault.setup;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.mart.MartCatalog;
import io.cdcvault.mart.MartDefinition;
import io.cdcvault.mart.Marts;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The presentation database's part: a role that owns the bookkeeping and makes tables where the marts are. */
final class PresentationScript {

    private PresentationScript() {}

    static List<String> lines(Settings settings) {
        Optional<Settings.Mart> mart = settings.mart();
        return mart.isEmpty() ? List.of() : lines(settings, mart.get());
    }

    private static List<String> lines(Settings settings, Settings.Mart mart) {
        String role = quoted(mart.user());
        String database = quoted(Roles.database(mart));
        List<String> lines = new ArrayList<>();
        lines.add("-- On the presentation database " + database + ", as a superuser.");
        lines.add("-- Owns the bookkeeping and the marts' tables, and stages rows in temporary tables.");
        lines.addAll(Roles.create(mart.user(), ""));
        lines.add("grant connect, temporary on database " + database + " to " + role + ";");
        lines.add("create schema if not exists cdc_vault authorization " + role + ";");
        MartCatalog.read(settings).marts().stream()
                .map(MartDefinition::target)
                .map(TableName::schema)
                .distinct()
                .forEach(schema -> {
                    lines.add("create schema if not exists " + quoted(schema) + ";");
                    lines.add("grant usage, create on schema " + quoted(schema) + " to " + role + ";");
                });
        lines.add("set role " + role + ";");
        Marts.creation().forEach(statement -> lines.add(statement.stripTrailing() + ";"));
        lines.add("reset role;");
        return lines;
    }
}

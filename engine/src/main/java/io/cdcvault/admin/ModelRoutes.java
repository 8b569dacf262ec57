package io.cdcvault.admin;

import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import io.javalin.config.RoutesConfig;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The model: what the vault is made of, what feeds it, and the SQL that does. */
final class ModelRoutes implements Routes {

    private final VaultModel model;
    private final List<LoadPlan> plans;

    ModelRoutes(VaultModel model, List<LoadPlan> plans) {
        this.model = model;
        this.plans = List.copyOf(plans);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/model", context -> Json.write(context, model()));
        routes.get(
                "/api/plans/{table}",
                context -> Json.write(
                        context,
                        plans.stream()
                                .filter(plan -> plan.table().toString().equals(context.pathParam("table")))
                                .findFirst()
                                .map(ModelRoutes::plan)
                                .orElseThrow(() -> new NotFoundResponse("The model maps no such table"))));
    }

    private Map<String, @Nullable Object> model() {
        return Json.object(
                "name",
                model.name(),
                "schema",
                model.settings().schema(),
                "hubs",
                model.hubs().stream()
                        .map(hub -> Json.object("name", hub.name(), "business_key", columns(hub.businessKey())))
                        .toList(),
                "links",
                model.links().stream()
                        .map(link -> Json.object(
                                "name", link.name(),
                                "hubs",
                                        link.roles().stream()
                                                .map(role -> role.hub())
                                                .toList(),
                                "driving", model.hasEffectivity(link) ? link.drivingRoles() : List.of()))
                        .toList(),
                "satellites",
                model.satellites().stream()
                        .map(satellite -> Json.object(
                                "name", satellite.name(),
                                "parent", satellite.parent(),
                                "attributes", columns(satellite.attributes())))
                        .toList(),
                "sources",
                plans.stream().map(this::source).toList(),
                "tables",
                VaultTables.of(model).stream().map(ModelRoutes::table).toList());
    }

    private Map<String, @Nullable Object> source(LoadPlan plan) {
        List<String> elsewhere = plans.stream()
                .filter(other -> !other.table().equals(plan.table()))
                .flatMap(other -> other.allTargets().stream())
                .toList();
        return Json.object(
                "table", plan.table().toString(),
                "row", model.source(plan.table()).map(SourceTable::row).orElse(null),
                "targets", plan.allTargets(),
                "own_targets",
                        plan.allTargets().stream()
                                .filter(target -> !elsewhere.contains(target))
                                .toList());
    }

    private static Map<String, @Nullable Object> table(TableShape table) {
        return Json.object(
                "name", table.name(),
                "kind", table.kind().name().toLowerCase(Locale.ROOT),
                "element", table.element(),
                "comment", table.comment(),
                "columns",
                        table.columns().stream()
                                .map(column -> Json.object(
                                        "name", column.name(),
                                        "type", column.type(),
                                        "nullable", column.isNullable(),
                                        "comment", column.comment()))
                                .toList());
    }

    private static List<Map<String, @Nullable Object>> columns(List<Column> columns) {
        return columns.stream()
                .map(column -> Json.object("name", column.name(), "type", column.type()))
                .toList();
    }

    private static Map<String, @Nullable Object> plan(LoadPlan plan) {
        return Json.object(
                "table", plan.table().toString(),
                "targets", plan.allTargets(),
                "statements",
                        Stream.concat(
                                        Stream.of(
                                                statement(
                                                        "staged once a session",
                                                        plan.staging().createStatement()),
                                                statement(
                                                        "every batch: changes are copied in",
                                                        plan.staging().copyStatement()),
                                                statement("every batch: one statement", plan.loadStatement()),
                                                statement("a truncate", plan.truncateStatement())),
                                        plan.resolvedLinks().stream()
                                                .map(link ->
                                                        statement("every batch, after all tables", link.statement())))
                                .toList());
    }

    private static Map<String, @Nullable Object> statement(String purpose, String sql) {
        return Json.object("purpose", purpose, "sql", sql);
    }
}

package io.cdcvault.admin;

import io.cdcvault.diagram.Feed;
import io.cdcvault.diagram.MappingDiagram;
import io.cdcvault.diagram.VaultDiagram;
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
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The model: what the vault is made of, what feeds it, and the SQL that does. */
final class ModelRoutes implements Routes {

    private static final String SVG = "image/svg+xml";

    private final Supplier<Mapping> mapping;

    ModelRoutes(Supplier<Mapping> mapping) {
        this.mapping = mapping;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/model", context -> Json.write(context, model(mapping.get())));
        routes.get("/api/model/vault.svg", context -> context.contentType(SVG)
                .result(VaultDiagram.svg(mapping.get().model())));
        routes.get("/api/model/mapping.svg", context -> context.contentType(SVG)
                .result(MappingDiagram.svg(mapping.get().model())));
        routes.get(
                "/api/plans/{table}",
                context -> Json.write(
                        context,
                        mapping.get().plans().stream()
                                .filter(plan -> plan.table().toString().equals(context.pathParam("table")))
                                .findFirst()
                                .map(ModelRoutes::plan)
                                .orElseThrow(() -> new NotFoundResponse("The model maps no such table"))));
    }

    private static Map<String, @Nullable Object> model(Mapping mapping) {
        VaultModel model = mapping.model();
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
                mapping.plans().stream().map(plan -> source(mapping, plan)).toList(),
                "tables",
                VaultTables.of(model).stream().map(ModelRoutes::table).toList());
    }

    private static Map<String, @Nullable Object> source(Mapping mapping, LoadPlan plan) {
        Optional<SourceTable> source = mapping.model().source(plan.table());
        List<String> elsewhere = mapping.plans().stream()
                .filter(other -> !other.table().equals(plan.table()))
                .flatMap(other -> other.allTargets().stream())
                .toList();
        return Json.object(
                "table", plan.table().toString(),
                "row", source.map(SourceTable::row).orElse(null),
                "targets", plan.allTargets(),
                "own_targets",
                        plan.allTargets().stream()
                                .filter(target -> !elsewhere.contains(target))
                                .toList(),
                "feeds",
                        source.map(Feed::of).orElse(List.of()).stream()
                                .map(feed ->
                                        Json.object("from", feed.from(), "element", feed.element(), "to", feed.to()))
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

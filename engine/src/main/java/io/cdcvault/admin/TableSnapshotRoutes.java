package io.cdcvault.admin;

import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.status.SnapshotView;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.status.collect.StatusSampler.Sample;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Snapshots of single tables, taken while streaming continues: those asked for, and what became of them. */
final class TableSnapshotRoutes implements Routes {

    private final Controls controls;
    private final Supplier<Mapping> mapping;
    private final StatusSampler sampler;

    TableSnapshotRoutes(Controls controls, Supplier<Mapping> mapping, StatusSampler sampler) {
        this.controls = controls;
        this.mapping = mapping;
        this.sampler = sampler;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/snapshots", this::list);
        routes.post("/api/snapshots", context -> act(context, "requested", this::request));
        routes.post("/api/snapshots/cancel", context -> act(context, "cancelled", controls::cancelSnapshots));
    }

    private void list(Context context) {
        Optional<Status> status = sampler.latest().map(Sample::status);
        List<SnapshotView> snapshots = status.flatMap(Status::snapshots).orElse(List.of());
        Map<String, Long> about = status.map(Status::source).orElse(Map.of());
        Json.write(
                context,
                snapshots.stream().map(snapshot -> object(snapshot, about)).toList());
    }

    private Map<String, @Nullable Object> object(SnapshotView snapshot, Map<String, Long> about) {
        String table = snapshot.snapshot().table().toString();
        boolean isRunning = snapshot.finishedAt().isEmpty();
        return Json.object(
                "table",
                table,
                "partial",
                snapshot.snapshot().isPartial(),
                "state",
                isRunning ? "running" : "completed",
                "rows",
                snapshot.rows(),
                "rows_about",
                snapshot.snapshot().isPartial() ? null : about.get(table),
                "requested_at",
                snapshot.requestedAt().toString(),
                "finished_at",
                snapshot.finishedAt().map(Instant::toString).orElse(null),
                "obstacle",
                isRunning ? controls.snapshotObstacle().orElse(null) : null);
    }

    /** Accepted: the capture follows within seconds. */
    private void act(Context context, String done, UnaryOperator<List<TableName>> action) {
        List<String> names = context.queryParams("table");
        if (names.isEmpty()) {
            throw new BadRequestResponse("Say which tables: ?table=schema.table&table=…");
        }
        List<TableName> tables = names.stream().map(this::table).toList();
        action.apply(tables)
                .forEach(table -> Actor.of(context).did("A snapshot of " + table + " is " + done, controls));
        context.status(202);
        Json.write(context, Map.of("accepted", true));
    }

    private List<TableName> request(List<TableName> tables) {
        controls.snapshot(tables);
        return tables;
    }

    private TableName table(String name) {
        return mapping.get().model().sources().stream()
                .map(SourceTable::table)
                .filter(table -> table.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("The model maps no table " + name));
    }
}

package io.cdcvault.admin;

import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.metrics.Rates;
import io.cdcvault.status.SnapshotView;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.status.collect.StatusSampler.Sample;
import io.javalin.config.RoutesConfig;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The source's tables: what waits of each, how fast it is loaded and when it last was; and how long batches take. */
final class TableRoutes implements Routes {

    private final String topicPrefix;
    private final Supplier<Mapping> mapping;
    private final StatusSampler sampler;
    private final Rates rates;

    TableRoutes(String topicPrefix, Supplier<Mapping> mapping, StatusSampler sampler, Rates rates) {
        this.topicPrefix = topicPrefix;
        this.mapping = mapping;
        this.sampler = sampler;
        this.rates = rates;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/tables", context -> {
            Optional<Status> status = sampler.latest().map(Sample::status);
            List<LoadPlan> plans = mapping.get().plans();
            Json.write(
                    context,
                    plans.stream().map(plan -> table(plans, plan, status)).toList());
        });
        routes.get(
                "/api/timings",
                context -> Json.write(
                        context,
                        rates.timings().stream()
                                .map(timing -> Json.object(
                                        "stage", timing.stage(),
                                        "count", timing.count(),
                                        "mean_seconds", Json.number(timing.meanSeconds()),
                                        "longest_seconds", Json.number(timing.longestSeconds())))
                                .toList()));
    }

    private Map<String, @Nullable Object> table(List<LoadPlan> plans, LoadPlan plan, Optional<Status> status) {
        String name = plan.table().toString();
        return Json.object(
                "table", name,
                "rows", status.map(now -> now.source().get(name)).orElse(null),
                "per_second", Json.number(rates.loadedPerSecond(plan.table())),
                "waiting", status.map(now -> waiting(now, name)).orElse(null),
                "loaded_at",
                        status.flatMap(now -> loadedAt(plans, plan, now))
                                .map(Instant::toString)
                                .orElse(null),
                "snapshot", status.flatMap(now -> snapshot(plan, now)).orElse(null));
    }

    /** Nothing waits where nothing lies between capture and vault. */
    private @Nullable Long waiting(Status status, String table) {
        if (status.feed().isDirect()) {
            return 0L;
        }
        boolean isUpToDate = status.feed().lagTransactions().orElse(1) == 0;
        return isUpToDate ? Long.valueOf(0) : status.feed().waiting().get(topicPrefix + "." + table);
    }

    /** The newest of the vault tables that no other source table loads. */
    private static Optional<Instant> loadedAt(List<LoadPlan> plans, LoadPlan plan, Status status) {
        List<String> elsewhere = plans.stream()
                .filter(other -> !other.table().equals(plan.table()))
                .flatMap(other -> other.targets().stream())
                .toList();
        return plan.targets().stream()
                .filter(target -> !elsewhere.contains(target))
                .map(target -> status.loadedAt().get(target))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    private static Optional<String> snapshot(LoadPlan plan, Status status) {
        return status.snapshots().orElse(List.of()).stream()
                .filter(snapshot -> snapshot.finishedAt().isEmpty())
                .filter(snapshot -> snapshot.snapshot().table().equals(plan.table()))
                .findFirst()
                .map(SnapshotView::rows)
                .map(rows -> rows + " rows loaded");
    }
}

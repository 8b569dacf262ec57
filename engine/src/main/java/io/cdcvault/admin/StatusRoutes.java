package io.cdcvault.admin;

import io.cdcvault.status.StatusHistory;
import io.cdcvault.status.StatusHistory.Point;
import io.cdcvault.status.StatusJson;
import io.cdcvault.status.StatusSampler;
import io.cdcvault.status.StatusSampler.Sample;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state now and over the last hour. */
final class StatusRoutes implements Routes {

    /** A page opened while the service starts waits for its first look, which gives up on each system after 3 s. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(8);

    private final String installation;
    private final StatusSampler sampler;
    private final StatusHistory history;

    StatusRoutes(String installation, StatusSampler sampler, StatusHistory history) {
        this.installation = installation;
        this.sampler = sampler;
        this.history = history;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/status", this::status);
        routes.get("/api/history", this::history);
    }

    private void status(Context context) {
        Sample sample = sampler.latest(FIRST_LOOK)
                .orElseThrow(() -> new ServiceUnavailableResponse("Nothing was looked at yet: ask again in a second"));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("installation", installation);
        body.put("at", sample.at().toString());
        body.putAll(StatusJson.object(sample.status()));
        Json.write(context, body);
    }

    /** By column, as charts take it; times in seconds since 1970. */
    private void history(Context context) {
        List<Point> points = history.points();
        Json.write(
                context,
                Json.object(
                        "at",
                        points.stream()
                                .map(point -> point.at().toEpochMilli() / 1e3)
                                .toList(),
                        "captured_per_second",
                        column(points, Point::captured),
                        "loaded_per_second",
                        column(points, Point::loaded),
                        "capture_lag_bytes",
                        column(points, Point::captureLagBytes),
                        "capture_lag_seconds",
                        column(points, Point::captureLagSeconds),
                        "load_lag_events",
                        column(points, Point::loadLagEvents),
                        "load_lag_seconds",
                        column(points, Point::loadLagSeconds),
                        "health",
                        points.stream()
                                .map(point -> point.health().name().toLowerCase(Locale.ROOT))
                                .toList()));
    }

    /** Unlike a stream's own list, this one may hold nulls. */
    private static List<@Nullable Double> column(List<Point> points, Function<Point, OptionalDouble> value) {
        List<@Nullable Double> column = new java.util.ArrayList<>();
        points.forEach(point -> column.add(Json.number(value.apply(point))));
        return column;
    }
}

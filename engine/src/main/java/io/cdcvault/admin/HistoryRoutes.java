package io.cdcvault.admin;

import io.cdcvault.chronicle.Event;
import io.cdcvault.chronicle.Minute;
import io.cdcvault.chronicle.Recorder;
import io.cdcvault.status.collect.StatusHistory;
import io.cdcvault.status.collect.StatusHistory.Point;
import io.cdcvault.time.Time;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The past: fine points of the last hour from memory, coarser ones and events from what the warehouse remembers. */
final class HistoryRoutes implements Routes {

    private static final Map<String, Duration> RANGES =
            Map.of("hour", Duration.ofHours(1), "day", Duration.ofDays(1), "month", Duration.ofDays(30));
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final StatusHistory history;
    private final Recorder recorder;
    private final Time time;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    HistoryRoutes(StatusHistory history, Recorder recorder, Time time) {
        this.history = history;
        this.recorder = recorder;
        this.time = time;
    }

    /** However many pages are open, the warehouse is asked once in a while. */
    private record Remembered(Instant at, List<Minute> minutes, List<Event> events) {}

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/history", this::history);
    }

    /** By column, as charts take it; times in seconds since 1970. */
    private void history(Context context) {
        String range = Optional.ofNullable(context.queryParam("range")).orElse("hour");
        Duration span = Optional.ofNullable(RANGES.get(range))
                .orElseThrow(() -> new BadRequestResponse("The range is hour, day or month"));
        Remembered past = remembered.compute(
                range,
                (name, before) -> before != null && before.at().plus(FRESH).isAfter(time.now()) ? before : read(span));
        List<Point> points = points(range.equals("hour"), past.minutes());
        Map<String, @Nullable Object> body = columns(points);
        body.put("events", past.events().stream().map(HistoryRoutes::event).toList());
        Json.write(context, body);
    }

    private Remembered read(Duration span) {
        return new Remembered(time.now(), recorder.minutes(span), recorder.events(span));
    }

    /** Before a restart there are only minutes. */
    private List<Point> points(boolean isFine, List<Minute> minutes) {
        List<Point> fine = isFine ? history.points() : List.of();
        Instant begin = fine.isEmpty() ? Instant.MAX : fine.get(0).at();
        Supplier<Stream<Point>> before = () ->
                minutes.stream().filter(minute -> minute.at().isBefore(begin)).map(HistoryRoutes::point);
        return Stream.concat(before.get(), fine.stream()).toList();
    }

    private static Point point(Minute minute) {
        OptionalDouble unknown = OptionalDouble.empty();
        return new Point(
                minute.at(),
                minute.captured(),
                minute.loaded(),
                unknown,
                unknown,
                minute.lagSeconds(),
                unknown,
                StatusHistory.health(minute.health()));
    }

    private static Map<String, @Nullable Object> columns(List<Point> points) {
        return Json.object(
                "at",
                points.stream().map(point -> point.at().toEpochMilli() / 1e3).toList(),
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
                        .map(point -> point.health().name().toLowerCase(java.util.Locale.ROOT))
                        .toList());
    }

    /** Unlike a stream's own list, this one may hold nulls. */
    private static List<@Nullable Double> column(List<Point> points, Function<Point, OptionalDouble> value) {
        List<@Nullable Double> column = new ArrayList<>();
        points.forEach(point -> column.add(Json.number(value.apply(point))));
        return column;
    }

    private static Map<String, @Nullable Object> event(Event event) {
        return Json.object(
                "at", event.at().toString(),
                "what", event.what(),
                "actor", event.who().orElse(null),
                "tone", event.tone().word());
    }
}

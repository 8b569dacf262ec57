package io.cdcvault.admin;

import io.cdcvault.change.Pausable;
import io.cdcvault.status.StageReport;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** The stages of this process, and what may be done to them. */
final class StageRoutes implements Routes {

    private final Controls controls;

    StageRoutes(Controls controls) {
        this.controls = controls;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/stages", context -> {
            Map<String, Object> stages = new LinkedHashMap<>();
            controls.stages().forEach((stage, report) -> stages.put(stage.word(), object(report)));
            Json.write(context, stages);
        });
        routes.post("/api/stages/{stage}/pause", context -> act(context, Controls::pause));
        routes.post("/api/stages/{stage}/resume", context -> act(context, Controls::resume));
        routes.post("/api/stages/{stage}/restart", context -> act(context, Controls::restart));
    }

    /** Accepted: a stage first finishes what it has begun. */
    private void act(Context context, BiConsumer<Controls, Pausable> action) {
        String word = context.pathParam("stage");
        Pausable stage = Pausable.of(word)
                .filter(known -> controls.stages().containsKey(known))
                .orElseThrow(() -> new NotFoundResponse("No stage named " + word + " runs here"));
        action.accept(controls, stage);
        context.status(202);
        Json.write(context, Map.of("accepted", true));
    }

    private static Map<String, ?> object(StageReport report) {
        return Json.object(
                "state",
                report.state().name().toLowerCase(Locale.ROOT),
                "since",
                report.since().toString(),
                "restarts",
                report.restarts(),
                "last_failure",
                report.lastFailure().orElse(null),
                "failed_at",
                report.failedAt().map(Object::toString).orElse(null));
    }
}

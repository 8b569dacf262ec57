package io.cdcvault.admin;

import io.cdcvault.change.Pausable;
import io.cdcvault.status.ProcessJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
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
            Json.write(context, ProcessJson.stages(controls.stages()));
        });
        routes.post("/api/stages/{stage}/pause", context -> act(context, "paused", Controls::pause));
        routes.post("/api/stages/{stage}/resume", context -> act(context, "resumed", Controls::resume));
        routes.post("/api/stages/{stage}/restart", context -> act(context, "restarted", Controls::restart));
    }

    /** Accepted: a stage first finishes what it has begun. */
    private void act(Context context, String done, BiConsumer<Controls, Pausable> action) {
        String word = context.pathParam("stage");
        Pausable stage = Pausable.of(word)
                .filter(known -> controls.stages().containsKey(known))
                .orElseThrow(() -> new NotFoundResponse("No stage named " + word + " runs here"));
        action.accept(controls, stage);
        Actor.of(context).did("The " + stage.word() + " is " + done, controls);
        context.status(202);
        Json.write(context, Map.of("accepted", true));
    }
}

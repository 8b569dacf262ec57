package io.cdcvault.admin;

import io.cdcvault.status.MartStatus;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.status.Status;
import io.cdcvault.status.StatusJson;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.status.collect.StatusSampler.Sample;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Map;

/** The marts, and what became of their last refresh. */
final class MartRoutes implements Routes {

    private final Controls controls;
    private final StatusSampler sampler;

    MartRoutes(Controls controls, StatusSampler sampler) {
        this.controls = controls;
        this.sampler = sampler;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/api/marts",
                context -> Json.write(
                        context, marts().stream().map(StatusJson::mart).toList()));
        routes.post("/api/marts/{mart}/refresh", this::refresh);
    }

    /** Accepted: a refresh may take longer than a request. */
    private void refresh(Context context) {
        String name = context.pathParam("mart");
        if (marts().stream().noneMatch(mart -> mart.name().equals(name))) {
            throw new NotFoundResponse("There is no mart " + name);
        }
        controls.refreshMart(name);
        Actor.of(context).did("A refresh of the mart " + name + " is requested", controls);
        context.status(202);
        Json.write(context, Map.of("accepted", true));
    }

    private List<MartStatus> marts() {
        return sampler.latest()
                .map(Sample::status)
                .flatMap(Status::marts)
                .map(MartsStatus::marts)
                .orElse(List.of());
    }
}

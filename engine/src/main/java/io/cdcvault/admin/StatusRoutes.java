package io.cdcvault.admin;

import io.cdcvault.status.ProcessView;
import io.cdcvault.status.StatusJson;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.status.collect.StatusSampler.Sample;
import io.cdcvault.time.Time;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state now. */
final class StatusRoutes implements Routes {

    /** A page opened while the service starts waits for its first look, which gives up on each system after 3 s. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(8);

    private final String installation;
    private final Supplier<Mapping> mapping;
    private final StatusSampler sampler;
    private final Time time;

    StatusRoutes(String installation, Supplier<Mapping> mapping, StatusSampler sampler, Time time) {
        this.installation = installation;
        this.mapping = mapping;
        this.sampler = sampler;
        this.time = time;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/status", this::status);
    }

    private void status(Context context) {
        Sample sample = sampler.latest(FIRST_LOOK)
                .orElseThrow(() -> new ServiceUnavailableResponse("Nothing was looked at yet: ask again in a second"));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("installation", installation);
        body.put("at", sample.at().toString());
        body.put("age_seconds", Duration.between(sample.at(), time.now()).toMillis() / 1e3);
        Optional<ProcessView> own =
                sample.status().processes().stream().filter(ProcessView::isOwn).findFirst();
        body.put("role", own.map(ProcessView::role).orElse(null));
        body.put("version", own.map(ProcessView::version).orElse(null));
        body.put(
                "started_at", own.map(process -> process.startedAt().toString()).orElse(null));
        body.put("model", mapping.get().fingerprint());
        body.putAll(StatusJson.object(sample.status()));
        Json.write(context, body);
    }
}

package io.cdcvault.admin;

import io.cdcvault.status.Health;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.status.collect.StatusSampler.Sample;
import io.cdcvault.time.Time;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Health for supervisors and load balancers: alive is that this answers, ready is that changes reach the vault. */
final class HealthRoutes implements Routes {

    private static final Duration OLDEST = Duration.ofSeconds(15);

    private final StatusSampler sampler;
    private final Time time;

    HealthRoutes(StatusSampler sampler, Time time) {
        this.sampler = sampler;
        this.time = time;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/health/live", context -> Json.write(context, Json.object("state", "up")));
        routes.get("/health/ready", this::ready);
    }

    private void ready(Context context) {
        Optional<Sample> sample = sampler.latest();
        Health health = sample.map(this::health).orElse(Health.DOWN);
        boolean isPaused = sample.map(Sample::status).filter(Status::isPaused).isPresent();
        context.status(health == Health.DOWN || isPaused ? 503 : 200);
        Json.write(
                context,
                Json.object(
                        "state", health.name().toLowerCase(Locale.ROOT),
                        "reasons",
                                sample.map(this::reasons)
                                        .orElse(List.of("The service is starting: nothing was looked at yet")),
                        "at", sample.map(latest -> latest.at().toString()).orElse(null)));
    }

    private Health health(Sample sample) {
        return isOld(sample) ? Health.DOWN : sample.status().health();
    }

    private List<String> reasons(Sample sample) {
        List<String> reasons = new ArrayList<>(sample.status().reasons());
        if (isOld(sample)) {
            reasons.add("Nothing was looked at since " + sample.at());
        }
        return reasons;
    }

    private boolean isOld(Sample sample) {
        return sample.at().plus(OLDEST).isBefore(time.now());
    }
}

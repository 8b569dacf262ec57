package io.cdcvault.admin;

import io.javalin.config.RoutesConfig;
import java.util.function.Supplier;

/** The metrics, for Prometheus to scrape. */
final class MetricsRoute implements Routes {

    private final Supplier<String> scrape;

    MetricsRoute(Supplier<String> scrape) {
        this.scrape = scrape;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(scrape.get()));
    }
}

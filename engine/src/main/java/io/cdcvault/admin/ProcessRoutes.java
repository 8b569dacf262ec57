package io.cdcvault.admin;

import io.cdcvault.settings.Setting;
import io.javalin.config.RoutesConfig;
import java.util.List;

/** The running configuration and the newest lines of the log. */
final class ProcessRoutes implements Routes {

    private final List<Setting> settings;
    private final LogRing log;

    ProcessRoutes(List<Setting> settings, LogRing log) {
        this.settings = List.copyOf(settings);
        this.log = log;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/api/configuration",
                context -> Json.write(
                        context,
                        settings.stream()
                                .map(setting -> Json.object(
                                        "name", setting.name(), "value", setting.value(), "origin", setting.origin()))
                                .toList()));
        routes.get(
                "/api/log",
                context -> Json.write(
                        context,
                        log.lines().stream()
                                .map(line -> Json.object(
                                        "at", line.at().toString(),
                                        "level", line.level(),
                                        "logger", line.logger(),
                                        "message", line.message()))
                                .toList()));
    }
}

package io.cdcvault.admin;

import io.cdcvault.change.Pausable;
import io.cdcvault.status.StageReport;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The engine as Kafka Connect would show it, for tools made for Connect: one source connector with one task. */
final class ConnectRoutes implements Routes {

    private static final String TYPE = "source";

    private final String connector;
    private final Supplier<Map<String, String>> configuration;
    private final Controls controls;

    /** @param configuration the connector's, without secrets */
    ConnectRoutes(String connector, Supplier<Map<String, String>> configuration, Controls controls) {
        this.connector = connector;
        this.configuration = configuration;
        this.controls = controls;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String one = "/connectors/{name}";
        routes.get("/connectors", context -> Json.write(context, List.of(connector)));
        routes.get(one, known(context -> Json.write(context, whole())));
        routes.get(one + "/status", known(context -> Json.write(context, status())));
        routes.get(one + "/config", known(context -> Json.write(context, configuration.get())));
        routes.get(
                one + "/tasks",
                known(context ->
                        Json.write(context, List.of(Json.object("id", task(), "config", configuration.get())))));
        routes.get(one + "/tasks/0/status", known(context -> Json.write(context, taskStatus())));
        routes.put(
                one + "/pause",
                known(context -> accept(context, 202, "paused", () -> controls.pause(Pausable.CAPTURE))));
        routes.put(
                one + "/resume",
                known(context -> accept(context, 202, "resumed", () -> controls.resume(Pausable.CAPTURE))));
        routes.post(
                one + "/restart",
                known(context -> accept(context, 204, "restarted", () -> controls.restart(Pausable.CAPTURE))));
        routes.post(
                one + "/tasks/0/restart",
                known(context -> accept(context, 204, "restarted", () -> controls.restart(Pausable.CAPTURE))));
    }

    private Handler known(Handler handler) {
        return context -> {
            if (!context.pathParam("name").equals(connector)) {
                throw new NotFoundResponse("Connector " + context.pathParam("name") + " not found");
            }
            handler.handle(context);
        };
    }

    private void accept(Context context, int status, String done, Runnable action) {
        action.run();
        Actor.of(context).did("The capture is " + done, controls);
        context.status(status);
    }

    private Map<String, @Nullable Object> whole() {
        return Json.object("name", connector, "config", configuration.get(), "tasks", List.of(task()), "type", TYPE);
    }

    private Map<String, @Nullable Object> status() {
        return Json.object(
                "name",
                connector,
                "connector",
                Json.object("state", state(), "worker_id", workerId()),
                "tasks",
                List.of(taskStatus()),
                "type",
                TYPE);
    }

    /** As Connect does, with a trace only when there is one. */
    private Map<String, @Nullable Object> taskStatus() {
        Map<String, @Nullable Object> task = Json.object("id", 0, "state", state(), "worker_id", workerId());
        capture()
                .filter(report ->
                        report.state() == StageReport.State.FAILED || report.state() == StageReport.State.WAITING)
                .flatMap(StageReport::last)
                .map(StageReport.Failure::what)
                .ifPresent(failure -> task.put("trace", failure));
        return task;
    }

    private Map<String, @Nullable Object> task() {
        return Json.object("connector", connector, "task", 0);
    }

    private String state() {
        return capture()
                .map(report -> switch (report.state()) {
                    case STARTING -> "UNASSIGNED";
                    case RUNNING, STANDBY -> "RUNNING";
                    case WAITING -> "RESTARTING";
                    case PAUSED -> "PAUSED";
                    case FAILED -> "FAILED";
                    case STOPPED -> "STOPPED";
                })
                .orElse("UNASSIGNED");
    }

    private Optional<StageReport> capture() {
        return Optional.ofNullable(controls.stages().get(Pausable.CAPTURE));
    }

    private static String workerId() {
        return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost") + ":"
                + ProcessHandle.current().pid();
    }
}

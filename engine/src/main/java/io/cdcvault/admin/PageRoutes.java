package io.cdcvault.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The page's files, a fixed handful. */
final class PageRoutes implements Routes {

    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "yaml", "application/yaml; charset=utf-8");

    private static final List<String> FILES = List.of(
            "page.css",
            "page.js",
            "service.js",
            "ask.js",
            "verdict.js",
            "road.js",
            "rows.js",
            "tables.js",
            "letters.js",
            "marts.js",
            "verify.js",
            "history.js",
            "charts.js",
            "model.js",
            "format.js",
            "icon.svg");

    @Override
    public void addTo(RoutesConfig routes) {
        file(routes, "/", "page/index.html");
        FILES.forEach(name -> file(routes, "/page/" + name, "page/" + name));
        file(routes, "/page/uPlot.min.css", CHARTS + "uPlot.min.css");
        file(routes, "/page/uPlot.min.js", CHARTS + "uPlot.iife.min.js");
        file(routes, "/openapi.yaml", "openapi.yaml");
    }

    private static void file(RoutesConfig routes, String path, String resource) {
        byte[] content = read(resource);
        String type = TYPES.getOrDefault(resource.substring(resource.lastIndexOf('.') + 1), "text/plain");
        routes.get(path, context -> answer(context, type, content));
    }

    private static void answer(Context context, String type, byte[] content) {
        context.header("Cache-Control", "no-cache").contentType(type).result(content);
    }

    private static byte[] read(String resource) {
        try (InputStream file = PageRoutes.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("The jar lacks " + resource);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

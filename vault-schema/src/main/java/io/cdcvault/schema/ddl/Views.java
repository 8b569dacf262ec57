package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.commentOnView;
import static org.jooq.impl.DSL.createOrReplaceView;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.query;
import static org.jooq.impl.DSL.raw;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.Share;
import io.cdcvault.schema.model.VaultModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Select;

/** The views that people query, the same as of a moment as functions, and the functions that make hash keys. */
final class Views {

    private static final int DIGEST_BYTES = 8;

    private final VaultModel model;
    private final ExistingColumns existing;
    private final String schema;
    private final SatelliteViews satellites;
    private final LinkViews links;
    private final HubViews sharedHubs;
    private final HubFunctions hubs;

    Views(VaultModel model, ExistingColumns existing) {
        this.model = model;
        this.existing = existing;
        this.schema = model.settings().schema();
        this.satellites = new SatelliteViews(model, existing);
        this.links = new LinkViews(model);
        this.sharedHubs = new HubViews(model, existing);
        this.hubs = new HubFunctions(model, existing);
    }

    Stream<Query> statements() {
        return Stream.of(
                        model.hubs().stream().flatMap(hubs::of),
                        model.satellites().stream().flatMap(this::of),
                        model.linksWithEffectivity().stream().flatMap(this::of),
                        model.hubs().stream().flatMap(this::livesOf))
                .flatMap(queries -> queries);
    }

    private Stream<Query> of(Satellite satellite) {
        String table = satellite.name();
        return unlessThere(
                table,
                ViewNames.of(satellite),
                Stream.concat(
                                view(
                                        ViewNames.current(table),
                                        satellites.newest(satellite, Moment.NOW),
                                        "The newest versions"),
                                view(
                                        ViewNames.history(table),
                                        satellites.history(satellite),
                                        "Every version, and until when"))
                        .toList(),
                moment -> satellites.newest(satellite, moment));
    }

    /** In which sources a hub lives that several feed. An LSN would be a place in the log of one of them. */
    private Stream<Query> livesOf(Hub hub) {
        Map<String, String> lives =
                ViewNames.livesBySource(hub, model.settings().share());
        return lives.isEmpty()
                ? Stream.empty()
                : unlessThere(
                        hub.name(),
                        List.of(ViewNames.current(hub.name())),
                        view(
                                        ViewNames.current(hub.name()),
                                        sharedHubs.lives(hub, lives, Moment.NOW),
                                        "In which sources each business key lives")
                                .toList(),
                        List.of(Moment.TIME),
                        moment -> sharedHubs.lives(hub, lives, moment));
    }

    private Stream<Query> of(Link link) {
        Share share = model.settings().share();
        String table = ViewNames.ofLink(link, share);
        return unlessThere(
                table,
                ViewNames.of(link, share),
                view(ViewNames.current(table), links.open(link, Moment.NOW), "The relationships that are open")
                        .toList(),
                moment -> links.open(link, moment));
    }

    /**
     * PostgreSQL does not keep the text of a view. So the functions that belong to it begin with a digest of it: where
     * they are there, it is as it is to be.
     */
    private Stream<Query> unlessThere(
            String table, List<String> names, List<Query> views, Function<Moment, Select<Record>> select) {
        return unlessThere(table, names, views, List.of(Moment.TIME, Moment.LSN), select);
    }

    private Stream<Query> unlessThere(
            String table,
            List<String> names,
            List<Query> views,
            List<Moment> moments,
            Function<Moment, Select<Record>> select) {
        String digest = digest(views);
        Map<Moment, String> bodies = new LinkedHashMap<>();
        for (Moment moment : moments) {
            bodies.put(moment, "-- of the views " + digest + "\n" + Renderer.sql(select.apply(moment)));
        }
        boolean isThere = names.stream().allMatch(existing::has)
                && existing.hasFunctions(ViewNames.asOf(table), Set.copyOf(bodies.values()));
        return isThere ? Stream.empty() : Stream.concat(views.stream(), functions(table, bodies));
    }

    private Stream<Query> view(String view, Select<Record> select, String comment) {
        return Stream.of(
                createOrReplaceView(name(schema, view)).as(select),
                commentOnView(name(schema, view)).is(comment));
    }

    /** A function gives rows of the current view's type: what the view was at that moment. */
    private Stream<Query> functions(String table, Map<Moment, String> bodies) {
        return bodies.entrySet().stream()
                .map(body -> query(
                        "create or replace function {0}({1}) returns setof {2} language sql stable parallel safe as {3}",
                        name(schema, ViewNames.asOf(table)),
                        raw(body.getKey().parameterType()),
                        name(schema, ViewNames.current(table)),
                        inline(body.getValue())));
    }

    /** The same in each schema. */
    private String digest(List<Query> views) {
        String text = views.stream()
                .map(Renderer::sql)
                .collect(Collectors.joining(";\n"))
                .replace(Renderer.sql(name(schema)) + ".", "");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}

package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.commentOnView;
import static org.jooq.impl.DSL.createOrReplaceView;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.query;
import static org.jooq.impl.DSL.raw;

import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Select;

/** The views that people query, the same as of a moment as functions, and the functions that make hash keys. */
final class Views {

    private final VaultModel model;
    private final String schema;
    private final SatelliteViews satellites;
    private final LinkViews links;
    private final HubFunctions hubs;

    Views(VaultModel model, ExistingColumns existing) {
        this.model = model;
        this.schema = model.settings().schema();
        this.satellites = new SatelliteViews(model, existing);
        this.links = new LinkViews(model);
        this.hubs = new HubFunctions(model);
    }

    Stream<Query> statements() {
        return Stream.of(
                        model.hubs().stream().flatMap(hubs::of),
                        model.satellites().stream().flatMap(this::of),
                        model.links().stream().flatMap(this::of))
                .flatMap(queries -> queries);
    }

    private Stream<Query> of(Satellite satellite) {
        String table = satellite.name();
        return Stream.of(
                        view(ViewNames.current(table), satellites.newest(satellite, Moment.NOW), "The newest versions"),
                        view(ViewNames.history(table), satellites.history(satellite), "Every version, and until when"),
                        functions(table, moment -> satellites.newest(satellite, moment)))
                .flatMap(queries -> queries);
    }

    private Stream<Query> of(Link link) {
        String table = link.name();
        return Stream.concat(
                view(ViewNames.current(table), links.open(link, Moment.NOW), "The relationships that are open"),
                functions(table, moment -> links.open(link, moment)));
    }

    private Stream<Query> view(String view, Select<Record> select, String comment) {
        return Stream.of(
                createOrReplaceView(name(schema, view)).as(select),
                commentOnView(name(schema, view)).is(comment));
    }

    /** A function gives rows of the current view's type: what the view was at that moment. */
    private Stream<Query> functions(String table, Function<Moment, Select<Record>> select) {
        return Stream.of(Moment.TIME, Moment.LSN)
                .map(moment -> query(
                        "create or replace function {0}({1}) returns setof {2} language sql stable parallel safe as {3}",
                        name(schema, ViewNames.asOf(table)),
                        raw(moment.parameterType()),
                        name(schema, ViewNames.current(table)),
                        inline(Renderer.sql(select.apply(moment)))));
    }
}
